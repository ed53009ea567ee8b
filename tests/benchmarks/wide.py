"""The profile of one wide case as TOML: four options, three of them bridged, five workloads that grow by ranges, 36 months."""

HEAD = """
schema = 1
name = "Five agents"
horizon_months = 36
[engineering]
loaded_usd_per_year = "200k to 300k"
"""
WORKLOAD = """
[workloads.w{number}]
sessions_per_month = "8k to 15k"
growth_per_month = "0% to 5%"
active_minutes = "8 to 20"
waiting_minutes = 45
searches_per_session = 2
success_rate = "80% to 90%"
fallback_usd = 6
pauses_over_5_minutes = 1
model = "claude-opus-4-8"
[workloads.w{number}.tokens]
input = "40k to 60k"
output = 15000
cached_share = 0.8
requests = 20
"""
OPTIONS = """
[options.managed]
build_engineer_weeks = 2
upkeep_fte = "0.02 to 0.1"
[options.own]
kind = "own-stack"
build_engineer_weeks = "8 / 16 / 40"
upkeep_fte = "published"
[options.own.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
[options.machines]
kind = "own-stack"
build_engineer_weeks = "8 / 16 / 40"
upkeep_fte = "published"
[options.machines.hosts]
usd_per_hour = 0.58
sessions_per_host = 8
utilisation = 0.7
[options.mixed]
kind = "managed-own-sandboxes"
build_engineer_weeks = 4
upkeep_fte = "published"
[options.mixed.sandbox]
preset = "e2b"
vcpu = 2
memory_gib = 4
"""
PROFILE = HEAD + "".join(WORKLOAD.format(number=number) for number in range(5)) + OPTIONS
