package io.jackfield.comparison.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Sends each datagram back: {@code NettyDatagrams separate|trains TRANSPORT PORT}; trains are
 * received and sent as such (UDP_GRO, UDP_SEGMENT), on epoll.
 */
public final class NettyDatagrams {
  private static final int LARGEST_TRAIN = 65_536;

  private NettyDatagrams() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws InterruptedException {
    Bootstrap socket = NettyTransport.named(args[1]).datagrams().handler(new Echo());
    if (args[0].equals("trains")) {
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
      var content = packet.content().retain();
      Object answer =
          packet instanceof SegmentedDatagramPacket train
              ? new SegmentedDatagramPacket(content, train.segmentSize(), packet.sender())
              : new DatagramPacket(content, packet.sender());
      var _ = context.write(answer, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }
}
