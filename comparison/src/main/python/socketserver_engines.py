"""Python's socketserver. argv: iterative|threads|processes, echo|lines, port"""
import socket
import socketserver
import sys


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while chunk := self.request.recv(16384):
            self.request.sendall(chunk)


class Lines(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)


class Iterative(socketserver.TCPServer):
    allow_reuse_address = True
    request_queue_size = 4096

    def get_request(self):
        connection, peer = super().get_request()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, peer


class Threads(socketserver.ThreadingMixIn, Iterative):
    daemon_threads = True


class Processes(socketserver.ForkingMixIn, Iterative):
    max_children = 1000


engine = {"iterative": Iterative, "threads": Threads, "processes": Processes}[sys.argv[1]]
handler = {"echo": Echo, "lines": Lines}[sys.argv[2]]
with engine(("127.0.0.1", int(sys.argv[3])), handler) as server:
    server.serve_forever()
