"""`huozhong seeds plant-library`: the ten practices that the press praised, as drafts of a federation."""

from __future__ import annotations

from huozhong.site.cli.opening import open_house, say, told_in_sentences

USAGE = "用法：huozhong seeds plant-library 工会编号。编号写在“工会组织”里那个工会的网址上。"


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Plant what is not there yet; a second run changes nothing."""
    if len(arguments) != 1 or not arguments[0].isdecimal():
        say(USAGE)
        return 2
    open_house()
    from django.utils import timezone

    from huozhong.kernel.actors import OPERATOR
    from huozhong.kernel.refusals import Refused
    from huozhong.seeds import services as seeds
    from huozhong.unions import queries as unions

    try:
        place = unions.unit(int(arguments[0])).place
        planted = seeds.plant_library(place, actor=OPERATOR, at=timezone.now())
    except Refused as no:
        say(str(no.reason))
        return 1
    say(f"种下 {planted} 颗草稿种子，每颗都带出处。请懂这件事的人补上指标和条件，再发布。")
    return 0
