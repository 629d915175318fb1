package io.jackfield.comparison.peers;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Netty's transports, one event loop each. */
enum NettyTransport {
  NIO,
  EPOLL,
  IO_URING,
  /** Receives into buffers that the kernel picks from a ring. */
  IO_URING_BUFFER_RING;

  private static final short RING = 1;
  private static final short RING_BUFFERS = 1_024;

  /** As large as the best C server's, and large enough for the messages of all works but one. */
  private static final int SMALL_BUFFER = 4_096;

  static NettyTransport named(String name) {
    return switch (name) {
      case "nio" -> NIO;
      case "epoll" -> EPOLL;
      case "io_uring" -> IO_URING;
      case "io_uring-ring" -> IO_URING_BUFFER_RING;
      default -> throw new IllegalArgumentException("there is no transport " + name);
    };
  }

  /** Accepts connections until it is killed. */
  void serve(int port, ChannelHandler connections) throws InterruptedException {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, factory());
    ServerBootstrap server =
        new ServerBootstrap()
            .group(group)
            .channel(serverChannel())
            .option(ChannelOption.SO_BACKLOG, 4_096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childHandler(connections);
    if (this == IO_URING_BUFFER_RING) {
      server.childOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, RING);
    }
    await(server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)).sync());
  }

  /** A datagram socket that is put together. */
  Bootstrap datagrams() {
    return new Bootstrap()
        .group(new MultiThreadIoEventLoopGroup(1, factory()))
        .channel(datagramChannel());
  }

  static void await(io.netty.channel.ChannelFuture bound) throws InterruptedException {
    Channel channel = bound.channel();
    channel.closeFuture().sync();
  }

  private IoHandlerFactory factory() {
    return switch (this) {
      case NIO -> NioIoHandler.newFactory();
      case EPOLL -> EpollIoHandler.newFactory();
      case IO_URING -> IoUringIoHandler.newFactory();
      case IO_URING_BUFFER_RING -> IoUringIoHandler.newFactory(ring());
    };
  }

  private static IoUringIoHandlerConfig ring() {
    int buffer = Integer.getInteger("comparison.ring.buffer", SMALL_BUFFER);
    return new IoUringIoHandlerConfig()
        .setBufferRingConfig(
            IoUringBufferRingConfig.builder()
                .bufferGroupId(RING)
                .bufferRingSize(buffer > SMALL_BUFFER ? 256 : RING_BUFFERS)
                .batchSize(32)
                .allocator(new IoUringFixedBufferRingAllocator(buffer))
                .build());
  }

  private Class<? extends ServerChannel> serverChannel() {
    return switch (this) {
      case NIO -> NioServerSocketChannel.class;
      case EPOLL -> EpollServerSocketChannel.class;
      case IO_URING, IO_URING_BUFFER_RING -> IoUringServerSocketChannel.class;
    };
  }

  private Class<? extends DatagramChannel> datagramChannel() {
    return switch (this) {
      case NIO -> NioDatagramChannel.class;
      case EPOLL -> EpollDatagramChannel.class;
      case IO_URING, IO_URING_BUFFER_RING -> IoUringDatagramChannel.class;
    };
  }
}
