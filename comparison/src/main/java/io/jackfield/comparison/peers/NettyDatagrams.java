package io.jackfield.comparison.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Sends each datagram back: {@code NettyDatagrams separate|trains TRANSPORT PORT}. Trains are
 * received as such (UDP_GRO), which Netty takes apart; what comes at once from one peer in equal
 * lengths is put together again and sent as one (UDP_SEGMENT). On epoll.
 */
public final class NettyDatagrams {
  private static final int LARGEST_TRAIN = 65_536;
  private static final int LARGEST_DATAGRAM = 65_507;

  private NettyDatagrams() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    boolean trains = args[0].equals("trains");
    Bootstrap socket =
        NettyTransport.named(args[1]).datagrams().handler(trains ? new Trains() : new Echo());
    if (trains) {
      socket
          .option(EpollChannelOption.UDP_GRO, true)
          .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_TRAIN));
    }
    int port = Integer.parseInt(args[2]);
    NettyTransport.await(
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).sync());
  }

  private static final class Echo extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      var answer = new DatagramPacket(packet.content().retain(), packet.sender());
      var _ = context.write(answer, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }

  private static final class Trains extends SimpleChannelInboundHandler<DatagramPacket> {
    /** The kernel's limit (UDP_MAX_SEGMENTS). */
    private static final int MOST_SEGMENTS = 64;

    private @Nullable ByteBuf train;
    private @Nullable InetSocketAddress peer;
    private int segmentBytes;

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      ByteBuf content = packet.content();
      ByteBuf begun = train;
      if (begun == null || !packet.sender().equals(peer) || !fits(begun, content)) {
        send(context);
        peer = packet.sender();
        segmentBytes = content.readableBytes();
        begun = context.alloc().ioBuffer(LARGEST_TRAIN);
        train = begun;
      }
      begun.writeBytes(content);
    }

    private boolean fits(ByteBuf begun, ByteBuf next) {
      return next.readableBytes() == segmentBytes
          && begun.readableBytes() + segmentBytes
              <= Math.min(MOST_SEGMENTS * segmentBytes, LARGEST_DATAGRAM);
    }

    private void send(ChannelHandlerContext context) {
      ByteBuf begun = train;
      InetSocketAddress to = peer;
      if (begun != null && to != null) {
        train = null;
        boolean alone = begun.readableBytes() <= segmentBytes;
        var answer =
            alone
                ? new DatagramPacket(begun, to)
                : new SegmentedDatagramPacket(begun, segmentBytes, to);
        var _ = context.write(answer, context.voidPromise());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      send(context);
      context.flush();
    }
  }
}
