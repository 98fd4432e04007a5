"""The database's half of every lifecycle, as text: the trigger that refuses each road but carry_out."""

from __future__ import annotations

SETTING = "huozhong.move"

REFUSE_OTHER_ROADS = f"""
IF NEW.state IS DISTINCT FROM OLD.state
   AND current_setting('{SETTING}', true) IS DISTINCT FROM
       TG_TABLE_NAME || ':' || OLD.id || ':' || OLD.state || '>' || NEW.state THEN
    RAISE EXCEPTION 'huozhong: a state changes only by carry_out (% % from % to %)',
        TG_TABLE_NAME, OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


def start_only(start: str) -> str:
    """Trigger text: a new row begins at the start, or is told otherwise by a bulk loader that leaves its own record."""
    return f"""
IF NEW.state <> '{start}' AND current_setting('{SETTING}', true) IS DISTINCT FROM TG_TABLE_NAME || ':load' THEN
    RAISE EXCEPTION 'huozhong: a new row of % begins as {start}, not as %', TG_TABLE_NAME, NEW.state
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


def key_of(table: str, thing_id: int, source: str, target: str) -> str:
    """What carry_out says to the trigger for one row and one step."""
    return f"{table}:{thing_id}:{source}>{target}"


def mermaid(states: dict[str, str], start: str, ends: frozenset[str], steps: list[tuple[str, str, str]]) -> str:
    """A state diagram that documents show: states with their words, steps as (source, target, label)."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{word}" as {name}' for name, word in states.items()]
    lines.append(f"    [*] --> {start}")
    lines += [f"    {source} --> {target}: {label}" for source, target, label in steps]
    lines += [f"    {end} --> [*]" for end in sorted(ends)]
    return "\n".join(lines)
