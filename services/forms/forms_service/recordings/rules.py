"""Which kind of sound file some bytes are, by their first ones; a name says nothing."""

# Bytes of one file.
LARGEST = 300_000
MPEG_FRAME = 0xE0


def kind_of(data: bytes) -> str | None:
    """`ogg` (Opus), `mp3` or `wav`; None for anything else."""
    if data[:4] == b"OggS":
        return "ogg"
    if data[:3] == b"ID3" or (data[:1] == b"\xff" and data[1:2] and data[1] & 0xE0 == MPEG_FRAME):
        return "mp3"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    return None
