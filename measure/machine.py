"""What a figure has to say about where it was measured."""

import os
import platform
import re
import sys
from pathlib import Path
from typing import Any

from measure.store import slug


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    model = re.search(r"model name\s*: (.*)", told)
    name = model[1] if model else platform.machine()
    return re.sub(r"\(R\)|\(TM\)|\bCPU\b|@.*|\d+-Core Processor", "", name).strip()


def here() -> dict[str, Any]:
    """This machine, without its name in any network."""
    processor = re.sub(r"\s+", " ", _processor())
    return {
        "name": slug(f"{processor} {os.cpu_count()} cores"),
        "processor": processor,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def python(version: str, free_threaded: bool, compiler: str) -> dict[str, Any]:
    """A build."""
    return {"version": version, "free_threaded": free_threaded, "compiler": compiler}


if __name__ == "__main__":
    print(here(), file=sys.stdout)
