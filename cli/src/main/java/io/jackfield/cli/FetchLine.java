package io.jackfield.cli;

import io.jackfield.cli.progress.ProgressDisplay;
import io.jackfield.cli.progress.ProgressTask;
import io.jackfield.cli.progress.TextColumns;
import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.service.folder.NewFile;
import io.jackfield.service.gopher.client.Watcher;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What is shown of one file that is being fetched. */
final class FetchLine implements Watcher {
  private final ProgressDisplay display;
  private final ProgressTask task;
  private final String name;

  FetchLine(ProgressDisplay display, GopherUrl url) {
    this.display = display;
    this.task = display.begin(url.toString(), OptionalLong.empty());
    this.name = NewFile.nameFor(url.selector().lastPart(), url.host());
  }

  @Override
  public void received(long bytes) {
    task.at(bytes);
  }

  @Override
  public void saved(Path at, long bytes) {
    task.at(bytes);
    task.done();
    String kept = String.valueOf(at.getFileName());
    if (!kept.equals(name)) {
      display.above(() ->
          System.err.println(TextColumns.harmless(name) + " is there already; saved as " + kept));
    }
  }

  @Override
  public void failed(Throwable why, long bytes) {
    task.failed(Sentences.of(why));
  }
}
