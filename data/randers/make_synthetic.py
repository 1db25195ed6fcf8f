"""Make the example data of project `randers`: invented people that hit published whole numbers.

    python data/randers/make_synthetic.py [folder]

Nothing here is about real people. The same bytes come out every time.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from synthetic import children, employment, interviews, people, survey  # noqa: E402
from synthetic.files import write_csv, write_parquet, write_sav, write_xlsx  # noqa: E402
from synthetic.targets import SEED  # noqa: E402

PARTICIPANT = ["pid", "sex", "age_at_referral", "benefit_at_referral", "education", "children_at_home",
               "referral_date", "status", "exit_reason", "end_date", "end_status", "hours_at_end",
               "referring_unit"]  # fmt: skip


def make(folder: Path, contracts: Path) -> None:
    """Write every file of the example data into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    referred = people.referred(_chance(1))
    months = employment.months(referred, _chance(3))
    referred = people.left_for_work(referred, months, _chance(4))
    answers = survey.answers(referred, _chance(2))
    child = children.children(referred, _chance(5))
    write_csv(referred[PARTICIPANT], folder / "participant.csv")
    write_sav(answers, folder / "survey.sav", contracts / "survey.yaml")
    write_parquet(months, folder / "employment_month.parquet")
    sheets = {"child": child, "absence": children.absence(child, _chance(6))}
    write_xlsx(sheets, folder / "children.xlsx")
    write_xlsx(interviews.tables(HERE / "synthetic" / "interviews.yaml"), folder / "interviews.xlsx")


def _chance(table: int) -> np.random.Generator:
    """One stream per table, so that a change in one leaves the others as they are."""
    return np.random.Generator(np.random.PCG64([SEED, table]))


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE, HERE.parents[1] / "data_contracts")
