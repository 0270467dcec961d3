"""Which what-if an address names, and what is asked of it."""

from typing import LiteralString, cast

from dashboard.errors import BadView
from dashboard.queries import ReadModel
from dashboard.queries.whatifs import WhatIf, whatifs
from dashboard.view import View
from dashboard.wording.catalogue import say


async def whatif_of(model: ReadModel, view: View) -> WhatIf | None:
    """Give the what-if of a view, none of one that shows the facts.

    Raises BadView for one that is not there, or not for this viewer: nobody learns which.
    """
    if view.whatif is None:
        return None
    found = [one for one in await whatifs(model) if view.whatif in (one.name, one.whatif_id)]
    if len(found) != 1:
        expected = say("whatif.many") if found else say("whatif.none")
        raise BadView("whatif", view.whatif[:60], expected)
    if not found[0].is_computed:
        raise BadView("whatif", view.whatif[:60], say("whatif.stale", name=found[0].name))
    return found[0]


def model_of(model: ReadModel, whatif: WhatIf | None) -> ReadModel:
    """Give what answers for a what-if, or for the facts."""
    return model if whatif is None else _of(model, "whatif", whatif)


def versus_of(model: ReadModel, whatif: WhatIf) -> ReadModel:
    """Give what answers for the facts, and right after the last of them for the what-if."""
    return _of(model, "versus", whatif)


def _of(model: ReadModel, kind: str, whatif: WhatIf) -> ReadModel:
    # The id is of twelve hexadecimal digits: a table says so.
    schema = cast("LiteralString", f"{kind}_{whatif.whatif_id}")
    return model.instead(schema, gone=say("whatif.gone"))
