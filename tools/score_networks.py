"""The frustration index of the signed networks of the gold, and whether it is proven.

    python tools/score_networks.py ../shared/gold/networks
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from imbroglio.weighing.tangle import is_balanced, read_edges, solve


def main() -> None:
    """One line a network."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/gold/networks")
    files = sorted(folder.glob("*.csv"))
    if not files:
        print(f"{folder} holds no network; nothing to score.")
        return
    for path in files:
        start = time.process_time()
        net = read_edges(path)
        answer = solve(net)
        flipped = {(e.a, e.b) for e in answer.flip}
        mended = is_balanced(type(e)(e.a, e.b, -e.sign if (e.a, e.b) in flipped else e.sign) for e in net.edges)  # type: ignore[arg-type]
        print(
            f"{path.name:24} {answer.nodes:4} nodes {answer.edges:5} edges  frustration {answer.frustration:3} "
            f"{'proven' if answer.optimal else 'NOT proven'}, {'balanced' if mended else 'NOT balanced'} when flipped, {time.process_time() - start:.1f} s"
        )


if __name__ == "__main__":
    main()
