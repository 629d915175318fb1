package io.jackfield.comparison.peers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;

/**
 * Answers each line with itself: {@code NettyLines idiomatic|tuned TRANSPORT PORT}, as Netty's
 * examples do it with its codecs, or by hand, without an object for each line.
 */
public final class NettyLines {
  private static final int LONGEST_LINE = 65_536;

  private NettyLines() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    boolean tuned = args[0].equals("tuned");
    NettyTransport.named(args[1])
        .serve(
            Integer.parseInt(args[2]),
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (tuned) {
                  channel.pipeline().addLast(new Tuned());
                } else {
                  channel
                      .pipeline()
                      .addLast(
                          new LineBasedFrameDecoder(LONGEST_LINE),
                          new StringDecoder(StandardCharsets.UTF_8),
                          new StringEncoder(StandardCharsets.UTF_8),
                          new Idiomatic());
                }
              }
            });
  }

  private static final class Idiomatic extends SimpleChannelInboundHandler<String> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, String line) {
      var _ = context.write(line + "\n", context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }

  /** Finds the ends in what was received, copies line by line, writes once a receive. */
  private static final class Tuned extends ChannelInboundHandlerAdapter {
    /** The begin of a line whose end has not arrived. */
    private ByteBuf begun = Unpooled.EMPTY_BUFFER;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      begun = context.alloc().buffer(256, LONGEST_LINE);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      begun.release();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf in = (ByteBuf) message;
      ByteBuf out = context.alloc().ioBuffer(in.readableBytes() + begun.readableBytes() + 1);
      try {
        for (int end; (end = in.forEachByte(ByteProcessor.FIND_LF)) >= 0; in.skipBytes(1)) {
          int length = end - in.readerIndex();
          if (begun.isReadable()) {
            out.writeBytes(begun);
            begun.clear();
          }
          line(in, length, out);
        }
        begun.writeBytes(in);
      } finally {
        in.release();
      }
      if (out.isReadable()) {
        var _ = context.writeAndFlush(out, context.voidPromise());
      } else {
        out.release();
      }
    }

    private static void line(ByteBuf in, int length, ByteBuf out) {
      out.writeBytes(in, length);
      out.writeByte('\n');
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
