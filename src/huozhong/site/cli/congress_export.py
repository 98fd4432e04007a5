"""`huozhong congress export ELECTION --to DIR`: all that an outside verifier needs, and nothing that tells a vote."""

from __future__ import annotations

import argparse
from pathlib import Path

from huozhong.site.cli.opening import open_house, say, told_in_sentences


@told_in_sentences
def main(arguments: list[str]) -> int:
    """写出一次选举（表决）的全部公开材料，外面的人不用数据库就能核对。计完票以后才能写。"""
    parser = argparse.ArgumentParser(prog="huozhong congress export", description=main.__doc__)
    parser.add_argument("election", metavar="选举", help="选举的编号，或者公示板网址里的那一串")
    parser.add_argument("--to", type=Path, required=True, metavar="目录", help="一个空的目录，没有就新建")
    wanted = parser.parse_args(arguments)
    open_house()
    return _export(wanted.election, wanted.to)


def _export(election: str, folder: Path) -> int:
    from django.core.exceptions import ObjectDoesNotExist

    from huozhong.ballots import queries, services
    from huozhong.kernel.refusals import Refused

    is_number = election.isascii() and election.isdigit() and len(election) < 14
    try:
        names = services.export_election(int(election) if is_number else queries.election_by_uuid(election).pk, folder)
    except ObjectDoesNotExist:
        say("没有这次选举。")
        return 1
    except Refused as no:
        say(str(no.reason))
        return 1
    except OSError as error:
        say(f"写不进这个目录：{error.strerror}")
        return 1
    print("\n".join([f"{folder}：", *(f"  {name}" for name in names), f"核对：huozhong congress verify {folder}"]))
    return 0
