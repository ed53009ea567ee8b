"""The book as a list: every price, rule, preset and published range of a day, each with unit, source and dates."""

from collections.abc import Iterator

from model.prices.book import Book
from model.prices.kinds import KINDS
from model.prices.records import MODIFIERS, TOKEN_KINDS, BookEntry, Modifier, Rate
from model.prices.terms import further_terms

SAYS = {True: "applies", False: "does not apply", None: "unknown"}


def entries(book: Book) -> tuple[BookEntry, ...]:
    """Everything the book holds on its day, by group in the order of interest. ``usd`` is set where the value is one
    price.
    """
    groups = (
        models,
        runtime,
        searches,
        modifiers,
        rules,
        presets,
        services,
        ranges,
        requirements,
        announcements,
        history,
    )
    return tuple(entry for group in groups for entry in group(book))


def models(book: Book) -> Iterator[BookEntry]:
    """One row a model, and one more for the prices above its prompt-length step."""
    for model in book.models():
        leaves = f"leaves the API on {model.retires}" if model.retires else ""
        counts = "about 30 % more tokens for the same text than Claude 4.6 and older" if model.new_tokenizer else ""
        note = "; ".join(part for part in (model.note, counts, leaves) if part)
        amounts = {kind: model.usd_per_mtok[kind] for kind in TOKEN_KINDS if kind in model.usd_per_mtok}
        yield BookEntry(
            "models", model.id, model.title, _joined(amounts), "$/MTok", note, model.source, amounts=amounts
        )
        if model.tier is not None:
            above = {kind: model.tier.usd_per_mtok[kind] for kind in TOKEN_KINDS if kind in model.tier.usd_per_mtok}
            title = f"{model.title}, prompts above {model.tier.above_tokens:,} tokens"
            said = "decided for each request: fresh, read and written tokens together"
            yield BookEntry(
                "models", f"{model.id}.tier", title, _joined(above), "$/MTok", said, model.source, amounts=above
            )


def _cacheable(book: Book) -> Iterator[BookEntry]:
    """The shortest prompt each model caches."""
    for model in book.models():
        title, said = f"smallest cacheable prompt, {model.title}", "a shorter prompt is billed as fresh input"
        key, found = f"cacheable.{model.id}", model.smallest_cacheable
        if found is None:
            yield BookEntry(
                "cache", key, title, "unknown", "tokens", "no figure is published", model.source, unknown=True
            )
        else:
            yield BookEntry("cache", key, title, f"{found.tokens:,}", "tokens", said, found.source)


def _joined(amounts: dict[str, float]) -> str:
    return " / ".join(f"{usd:.12g}" for usd in amounts.values())


def runtime(book: Book) -> Iterator[BookEntry]:
    """The running hour of each way to host."""
    for kind in book.kinds():
        answer = book.runtime(kind.id)
        key = f"runtime.{kind.id}"
        if isinstance(answer, Rate):
            yield BookEntry(
                "runtime",
                key,
                kind.title,
                f"{answer.usd:.12g}",
                answer.unit.label,
                answer.note,
                answer.source,
                answer.usd,
            )
        else:
            yield BookEntry("runtime", key, kind.title, "unknown", "$/h", answer.why, answer.source, unknown=True)


def searches(book: Book) -> Iterator[BookEntry]:
    """The API's own search, and what a self-hosted agent can call."""
    rate = book.search()
    yield BookEntry(
        "search",
        "search",
        "Web search of the API",
        f"{rate.usd:.12g}",
        rate.unit.label,
        rate.note,
        rate.source,
        rate.usd,
    )
    for provider in book.search_providers():
        note = "; ".join(part for part in (provider.note, f"free: {provider.free}" if provider.free else "") if part)
        yield BookEntry(
            "search", f"search.{provider.id}", provider.title, provider.text, rate.unit.label, note, provider.source
        )


def modifiers(book: Book) -> Iterator[BookEntry]:
    """Which factor applies to which way to host, and since when; then fast mode by model."""
    for name in MODIFIERS:
        for kind in KINDS:
            yield _modifier(book.modifier(name, kind), f"{name}.{kind}", f"{name.replace('_', ' ')}, {kind}")
    for model in book.models():
        rule = book.fast(model.id)
        if rule.applies is not False:
            yield _modifier(rule, f"fast.{model.id}", f"fast, {model.title}")


def _modifier(rule: Modifier, key: str, title: str) -> BookEntry:
    factor = f" x {rule.factor:.12g}" if rule.factor is not None else ""
    since = f" since {rule.since}" if rule.since else ""
    until = f" until {rule.until}" if rule.until else ""
    value = f"{SAYS[rule.applies]}{factor if rule.applies is not False else ''}{since}{until}"
    by_model = key.partition(".")[2] not in KINDS
    unknown = rule.applies is None or (by_model and rule.factor is None)
    return BookEntry("modifiers", key, title, value, "", rule.rule, rule.source, unknown=unknown)


def rules(book: Book) -> Iterator[BookEntry]:
    """Cache lifetimes and limits by way to host."""
    for kind in KINDS:
        rule = book.cache_rule(kind)
        yield BookEntry("cache", f"cache.{kind}", f"cache lifetime, {kind}", rule.default, "", rule.rule, rule.source)
    yield from _cacheable(book)
    for kind in KINDS:
        for limit in book.limits(kind):
            value = "unknown" if limit.value is None else f"{limit.value:.12g}"
            key = f"limits.{limit.key}.{kind}"
            yield BookEntry(
                "limits",
                key,
                f"{limit.title}, {kind}",
                value,
                limit.unit,
                limit.note,
                limit.source,
                unknown=limit.value is None,
            )


def presets(book: Book) -> Iterator[BookEntry]:
    """Sandboxes and machines."""
    for sandbox in book.sandboxes():
        rates = {
            "vcpu_hour": sandbox.usd_per_vcpu_hour,
            "gib_hour": sandbox.usd_per_gib_hour,
            "plan_month": sandbox.plan_usd_per_month,
        }
        amounts = {name: usd for name, usd in rates.items() if usd is not None}
        value = " / ".join("unknown" if usd is None else f"{usd:.12g}" for usd in rates.values())
        note = "; ".join(
            part
            for part in (
                sandbox.meter,
                *further_terms(sandbox),
                sandbox.note,
                f"ask: {sandbox.ask}" if sandbox.ask else "",
            )
            if part
        )
        yield BookEntry(
            "sandboxes",
            sandbox.id,
            sandbox.title,
            value,
            "$/vCPU-h, $/GiB-h, $/month",
            note,
            sandbox.source,
            unknown=None in rates.values(),
            amounts=amounts,
        )
    for host in book.hosts():
        value = "unknown" if host.usd_per_hour is None else f"{host.usd_per_hour:.12g}"
        note = "; ".join(part for part in (*further_terms(host), host.note) if part)
        yield BookEntry(
            "hosts", host.id, host.title, value, "$/h", note, host.source, host.usd_per_hour, host.usd_per_hour is None
        )


def services(book: Book) -> Iterator[BookEntry]:
    """Shared services, and other vendors' runtimes for orientation."""
    for service in book.services():
        monthly = f"{service.monthly} a month" if service.monthly and service.monthly != service.text else ""
        note = "; ".join(part for part in (monthly, service.note) if part)
        yield BookEntry("services", service.id, service.title, service.text, f"$/{service.unit}", note, service.source)
    for rival in book.rivals():
        note = "; ".join(part for part in (f"2 vCPU and 4 GiB: {rival.usd_2_vcpu_4_gib_hour} $/h", rival.note) if part)
        yield BookEntry("rivals", rival.id, rival.title, rival.price, "", note, rival.source)


def ranges(book: Book) -> Iterator[BookEntry]:
    """Published ranges, the first source standing for all."""
    for found in book.all_published():
        key = found.pattern if found.kind is None else f"{found.pattern} ({found.kind})"
        count = len(found.sources)
        note = f"{found.basis}; {count} source{'' if count == 1 else 's'}"
        text = "82 of 100 as planned, 18 far over" if found.shape == "overrun" else found.text
        yield BookEntry("published", key, key, text, "", note, found.sources[0])


def requirements(book: Book) -> Iterator[BookEntry]:
    """Must-haves by way to host."""
    for known in book.must_haves():
        for kind in KINDS:
            fact = book.must_have(known.key, kind)
            key = f"{known.key}.{kind}"
            yield BookEntry(
                "must-haves",
                key,
                f"{known.title}, {kind}",
                fact.status,
                "",
                fact.why,
                fact.source,
                unknown=fact.status == "unknown",
            )


def announcements(book: Book) -> Iterator[BookEntry]:
    """Announced prices that never came into force."""
    for entry in book.announcements():
        value = f"announced for {entry.announced_for}" + (f", cancelled {entry.cancelled}" if entry.cancelled else "")
        amounts = dict(entry.usd_per_mtok)
        yield BookEntry(
            "announcements", entry.key, entry.title, value, "$/MTok", entry.note, entry.source, amounts=amounts
        )


def history(book: Book) -> Iterator[BookEntry]:
    """What changed up to the day, oldest first."""
    for change in book.rule_changes():
        if change.day <= book.as_of:
            yield BookEntry("history", change.day.isoformat(), change.what, "changed", "", "", change.source)
