/**
 * What the kernel itself tells of the machine's network interfaces, asked by netlink. Start with
 * {@link io.jackfield.socket.netlink.NetworkLinks}; {@link
 * io.jackfield.socket.netlink.NetlinkMessage} and {@link io.jackfield.socket.netlink.RouteMessages}
 * know the bytes, {@link io.jackfield.socket.netlink.Dump} puts an answer together.
 */
@NullMarked
package io.jackfield.socket.netlink;

import org.jspecify.annotations.NullMarked;
