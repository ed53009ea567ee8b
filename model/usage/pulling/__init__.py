"""Fetching usage from the API: pages of sessions, threads, events and cost as they came, contents dropped.

`contents` decides what may be kept, `client` speaks to the official client and names what went wrong, `folder` is what lies on
disk and what of it is still true, `fetching` is the order of things. The client is imported only when something is fetched.
"""
