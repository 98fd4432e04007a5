"""The trail of deadlines and of the calendar in words."""

from __future__ import annotations

from types import MappingProxyType

from django.utils.translation import pgettext_lazy

CLOCKS_ACTIONS = MappingProxyType(
    {
        "deadline_opened": pgettext_lazy("trail", "开始计算期限"),
        "deadline_restarted": pgettext_lazy("trail", "期限中断后重新起算"),
        "deadline_extended": pgettext_lazy("trail", "延长期限"),
        "deadline_recomputed": pgettext_lazy("trail", "放假安排变了，重新算过期限"),
        "handed_over": pgettext_lazy("trail", "换了期限的承办人"),
        "staffed": pgettext_lazy("trail", "换了期限的协办人或者督办人"),
        "notice_entered": pgettext_lazy("trail", "录入放假安排"),
        "notice_changed": pgettext_lazy("trail", "修改放假安排"),
        "feed_made": pgettext_lazy("trail", "生成日历链接"),
        "feed_withdrawn": pgettext_lazy("trail", "停用日历链接"),
    }
)
