"""A server that does nothing: it sends one and the same page, to see what the client can take."""

import asyncio
import sys
from pathlib import Path


class SamePage(asyncio.Protocol):
    """Answers whatever arrives; a request of the client fits in one packet."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer."""
        self.transport.write(self.answer)


async def serve(port: int, body: bytes) -> None:
    """Serve until the process ends."""
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SamePage(head + body), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]).read_bytes()))
