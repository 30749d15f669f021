"""Settings of the property tests."""

from hypothesis import HealthCheck, settings

# No deadline and no complaint about slowness: the machine may be busy. Derandomised: a red test stays red.
settings.register_profile(
    "nnbook", deadline=None, derandomize=True, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("nnbook")
