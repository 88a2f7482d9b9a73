"""Rules over what authors wrote, and over what was built of it. All findings in one run.

A rule is a generator that yields findings; docs/checks.md lists them. Command: python -m plugins.checks.
"""
