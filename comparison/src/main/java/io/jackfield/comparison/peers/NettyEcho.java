package io.jackfield.comparison.peers;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Echo as in Netty's own examples, with what its guide advises: one handler for all connections,
 * flushed when a read is complete. {@code NettyEcho TRANSPORT PORT}.
 */
public final class NettyEcho {
  private NettyEcho() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    NettyTransport.named(args[0]).serve(Integer.parseInt(args[1]), new Echo());
  }

  @Sharable
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var _ = context.write(message, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      context.channel().config().setAutoRead(context.channel().isWritable());
      context.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }
}
