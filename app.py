"""Start the chat: `python app.py`, then open http://127.0.0.1:7860; a Hugging Face Space runs this too.

The options are those of `onrecord serve`: `python app.py --port 7861`.
"""

import os
import sys
from pathlib import Path

from onrecord.cli import main

FOLDER = Path(__file__).parent
ARCHIVE = ["--corpus", str(FOLDER / "corpus"), "--index", str(FOLDER / "index")]
HOST = ["--host", os.environ.get("GRADIO_SERVER_NAME") or "127.0.0.1"]  # a Space sets it
PORT = ["--port", os.environ.get("GRADIO_SERVER_PORT") or "7860"]
FRAME = ["--framed-by", "https://huggingface.co"] if "SPACE_ID" in os.environ else []

if __name__ == "__main__":
    raise SystemExit(main(["serve", *ARCHIVE, *HOST, *PORT, *FRAME, *sys.argv[1:]]))
