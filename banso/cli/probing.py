"""One question to a web page of our own: are you there?"""

import asyncio
from urllib.parse import urlsplit

LIMIT_SECONDS = 3


async def answers_healthy(url: str) -> bool:
    """Whether a page on this machine answers 200. An address at which nobody listens is an OSError."""
    parts = urlsplit(url)
    request = f"GET {parts.path} HTTP/1.0\r\nHost: {parts.netloc}\r\n\r\n"
    try:
        async with asyncio.timeout(LIMIT_SECONDS):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            try:
                writer.write(request.encode("ascii"))
                answer = await reader.readline()
            finally:
                writer.close()
    except TimeoutError:
        return False
    return answer.split()[1:2] == [b"200"]
