"""Every term that is printed, and what it means: one table that help, documents and pages read.

A term that a surface prints and an outsider may misread has an entry; a test reads the surfaces and looks them up here.
"""

from __future__ import annotations

from collections.abc import Mapping

from model.telling.record import told

WORDS: Mapping[str, str] = {
    "run": "One run of an agent, from its start until it is done. It is active while it works and waiting while a person is asked.",
    "active": "The running time of a run: what is billed by the hour. Waiting for a person is not part of it.",
    "waiting": "Time in which a run waits for a person or a confirmation; free where the runtime bills running time only.",
    "outcome": "A run that achieved its purpose. What an outcome costs is all cost without work done elsewhere, over the outcomes.",
    "resolved": "A piece of work that got done, by the agent or by a person after it failed; its cost counts both.",
    "option": "One way to host the agents. Its kind says who runs the loop and where the sandboxes stand.",
    "pair": "The two options that are compared line by line: the answer and the next best, unless somebody names two.",
    "workload": "One agent or workflow: how many runs, and what a run uses.",
    "must-have": "A requirement that is looked at before money: an option passes it, fails it, or it is unknown.",
    "middle case": "Every uncertain number at its median. It is one future among many, and never the answer by itself.",
    "middle": "The median of a range: half of the futures lie below it. The middle you type is the median.",
    "futures": "Many possible futures drawn from the ranges; every one has its own bill. The answer is the lowest cost on average over them.",
    "average": "The mean over the futures. Overruns and other lopsided ranges pull it away from the middle.",
    "P10": "One future in ten lies below it. P50 is the median; P90: one in ten lies above.",
    "8 in 10": "Between P10 and P90: one future in ten lies below, one above.",
    "clear": "Cheaper in at least 90 of 100 futures.",
    "likely": "Cheaper in 70 to 90 of 100 futures.",
    "too close to call": "Cheaper in fewer than 70 of 100 futures: the sentence says where to stay and what to learn.",
    "only": "One option can be chosen; the others fail a must-have or have a line without a price.",
    "only one left": "One option can be chosen; the others fail a must-have or have a line without a price.",
    "no verdict": "No option meets every must-have and has a price on every line it needs.",
    "flips at": "The value of one number at which the other option becomes the cheaper one on average, all others keeping their ranges.",
    "beyond reach": "A flip farther than ten times today's value: named in one sentence, and never an argument.",
    "break-even": "The volume of runs at which both options cost the same.",
    "payback": "The month from which the larger build has been earned back by lower running cost.",
    "best month to switch": "Run the first option until then, and move: the month in which that saves most against staying.",
    "present value": "Monthly cash flows discounted at the team's yearly rate to the day of the prices.",
    "discount rate": "How much less a dollar in a year is worth today, in percent a year.",
    "horizon": "How many months are compared.",
    "build": "Work before an option is live, paid at the start: year 0.",
    "upkeep": "All time to keep it running, planned or not, in engineers.",
    "overrun": "Built work over planned work: most builds end about as planned, few end far over.",
    "first full month": "The first month in which the option serves from its first to its last day, at the first month's volume; no build.",
    "bills of vendors": "What a vendor will send an invoice for.",
    "our engineers": "What our own people cost. Salaries that are already paid are not savings.",
    "work done elsewhere": "What a failed run costs where a person takes over, and what waiting work costs until an agent serves.",
    "more expensive": "Costs more on average over the futures.",
    "difference": "The second option of the pair minus the first: above zero the second one costs more. In percent: of the cheaper one.",
    "the same on both sides": "A cost that both options of the pair carry alike in every future: left out of the difference, shown once.",
    "one side only": "A cost or a price that one option of the pair alone has, with its size and the answer without it.",
    "≥": "At least: a line that belongs here has no price yet.",
    "not priced": "A line that an option must have and nobody gave a price; such an option cannot be the answer.",
    "worth knowing": "What it would be worth at most to know a number exactly before deciding.",
    "EVPI": "Expected value of perfect information: the most that knowing every number before deciding is worth on average.",
    "EVPPI": "The same for one number or one group of them.",
    "regret": "What an option costs on average above the cheapest one of each future: what choosing it now may cost you.",
    "log-normal": "A range of numbers above zero: halving is as likely as doubling. Its mean lies above its median.",
    "logit-normal": "A range of shares: bell-shaped, and never below 0 % or above 100 %.",
    "normal": "A bell-shaped range, for changes that may be negative.",
    "two-piece": "A range with a middle of its own: half of the futures lie below it, on either side a bell of its own.",
    "uniform": "Between two ends, each value equally likely: what a range means whose end is a hard limit.",
    "even": "Between two ends, each value equally likely: what a range means whose end is a hard limit.",
    "guess": "A number that you typed and nobody measured.",
    "measured": "A number read from logs, bills or a usage export.",
    "contract": "A number that an agreement fixes.",
    "published": "A dated range from public sources; marked as not yours.",
    "seed": "The number that the draws start from: the same seed gives the same futures.",
    "step": "Machines come in whole numbers, so cost rises in steps.",
    "runaway": "A loop that nobody stops: what one costs over a weekend, with and without a spend cap.",
    "lever": "A change that makes it cheaper wherever it runs, with what it brings when it is applied.",
    "mix": "Some work on one option and some on another, where that beats one home for all; as sure as against the alternative it is "
    "least sure to beat.",
    "Batch": "Half the token price for single requests that can wait up to a day.",
    "cache": "Prompt tokens that were sent before and are read again at a tenth of their price, for as long as the lifetime lasts.",
}


def meaning(word: str) -> str | None:
    """What a printed term means, whatever its capitals; None where no entry is."""
    return {name.casefold(): text for name, text in WORDS.items()}.get(word.casefold())


@told
def found(text: str) -> tuple[tuple[str, str], ...]:
    """Every entry whose word or meaning holds a text, words first; all of them for an empty text."""
    wanted = text.casefold().strip()
    named = [(word, said) for word, said in WORDS.items() if wanted in word.casefold()]
    return (
        *named,
        *((word, said) for word, said in WORDS.items() if wanted in said.casefold() and (word, said) not in named),
    )
