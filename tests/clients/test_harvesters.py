"""Four harvesters that others wrote take the whole demo, each compared with the truth; planted defects are found."""

import unittest

import planted
from checks import CHECKS
from harvested import HarvestedCase
from harvesters import HARVESTERS


class HarvestersTest(HarvestedCase):
    """Every harvester, every check."""

    def test_every_defect_that_is_planted_is_found_by_every_harvester(self):
        for defect, check in planted.DEFECTS.items():
            with planted.site_with(defect, self.truth.endpoint) as url:
                for harvester in HARVESTERS:
                    # Some harvesters stumble over the defect themselves.
                    with self.subTest(f"{harvester.name}: {defect.__name__}"), self.assertRaises(Exception):
                        check(harvester, url, self.truth)

    def test_nothing_is_found_where_nothing_is_planted(self):
        with planted.site_with(planted.nothing, self.truth.endpoint) as url:
            for check in set(planted.DEFECTS.values()):
                with self.subTest(check.__name__):
                    check(HARVESTERS[0], url, self.truth)


def test_of(harvester, check):
    def test(self):
        check(harvester, self.truth.endpoint, self.truth)

    return test


# One test for each pair, so that the summary names what failed.
for one in HARVESTERS:
    for each in CHECKS:
        name = one.name.lower().replace("::", "_").replace("-", "_")
        setattr(HarvestersTest, f"test_{name}_finds_that_{each.__name__}", test_of(one, each))


if __name__ == "__main__":
    unittest.main()
