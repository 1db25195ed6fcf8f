"""The whole numbers that the example data must give, as data. Nothing else in the generator is a target.

Counts of codes are in the order of the codes in the contract. Numbers without a suffix are about the 39 who
answered every scale in all three waves, `_OTHERS` about everyone else who answered the wave. The latter
follow from the figures for all responses; where there is none they are chosen to look like life (README.md).
"""

from __future__ import annotations

SEED = 20250630
REFERRED, COMPLETED, PANEL, PANEL_COMPLETE = 108, 74, 40, 39
FIRST_MONTH, LAST_MONTH = "2023-01", "2025-06"

# --- the course: benefit at referral x end status of the completed, and the early exits
END_STATUS_BY_BENEFIT = {
    "a_dagpenge": {"ordinary_work": 12, "part_time": 1, "ordinary_education": 2, "self_support": 2,
                   "offer_expired": 8, "work_placement": 2, "course": 1},
    "kontanthjaelp": {"ordinary_work": 4, "part_time": 4, "small_jobs": 4, "ordinary_education": 1,
                      "offer_expired": 17, "work_placement": 4, "course": 3},
    "overgangsydelse": {"ordinary_work": 2, "part_time": 2, "small_jobs": 2,
                        "offer_expired": 2, "course": 1},
}  # fmt: skip
RETAINED = ("ordinary_work", "part_time", "small_jobs", "ordinary_education", "self_support")
EARLY_BENEFIT = {"a_dagpenge": 9, "kontanthjaelp": 17, "overgangsydelse": 5, "ressourceforloeb": 3}
EXIT_REASON = {"mutual_agreement": 17, "ressourceforloeb": 6, "moved_away": 6, "pension": 2,
               "parental_leave": 2, "other_or_expired": 1}  # fmt: skip
WOMEN = {"retained": 21, "completed": 43, "ended_early": 20}
# Five-year age bands: (from, to, completed, ended early); 25 of 108 are 30-34, 20 are 35-39, 18 are 50-54.
AGE_BANDS = [(24, 29, 5, 3), (30, 34, 20, 5), (35, 39, 16, 4), (40, 44, 7, 4), (45, 49, 6, 4),
             (50, 54, 11, 7), (55, 59, 6, 4), (60, 63, 3, 3)]  # fmt: skip
EDUCATION = {"none": 31, "primary": 30, "vocational": 24, "upper_secondary": 14, "short_higher": 6,
             "medium_higher": 3}  # fmt: skip
CHILDREN_AT_HOME = {0: 43, 1: 18, 2: 22, 3: 13, 4: 7, 5: 3, 6: 2}

# --- who answers: (waves answered) -> persons. 40 + 14 + 14 + 2 = 70; 66; 58
PATTERNS = {(1,): 14, (1, 2): 14, (1, 3): 2, (2,): 4, (2, 3): 8, (3,): 8}
PANEL_WOMEN = 23
PANEL_PARENTS = 19
PARENTS_BY_WAVES = {(1, 2, 3): 24, (1,): 8, (1, 2): 8, (1, 3): 1, (2,): 2, (2, 3): 5, (3,): 5, (): 12}
# Labour market status of the panel in the three waves: U unemployed, P placement, O other, F full time.
TRAJECTORIES = {"UUU": 19, "UFF": 4, "UOF": 1, "PUF": 2, "PPF": 1, "UUF": 1, "UPO": 2, "PPO": 1, "PUO": 1,
                "UUO": 1, "OOO": 1, "UOP": 2, "UOU": 2, "OUU": 2}  # fmt: skip
# End status that goes with the panel's third answer, and how many of each are in the panel.
PANEL_END_STATUS = {"F": {"ordinary_work": 7, "ordinary_education": 2},
                    "O": {"part_time": 3, "small_jobs": 2, "course": 1},
                    "P": {"work_placement": 2},
                    "U": {"offer_expired": 18, "course": 2, "work_placement": 3}}  # fmt: skip
# The same for the 18 others in wave 3; "-" left the question on work empty (51 % is impossible with 58).
LATE_END_STATUS = {"F": {"ordinary_work": 6}, "O": {"part_time": 2, "small_jobs": 2},
                   "-": {"self_support": 1}, "P": {"work_placement": 1},
                   "U": {"offer_expired": 6}}  # fmt: skip
OTHERS_LABOUR = {1: {"U": 28, "P": 1, "O": 1}, 2: {"U": 16, "P": 3, "O": 4, "F": 3}}

# --- scales: raw points, waves 1-3
# Those who start low apart from the rest: 14 below 50 on WHO-5 (10 of them at 50 or more in wave 3), and the
# lowest quartile on Brief INSPIRE-O (10).
WHO5, WHO5_LOW_N, WHO5_LIFTED = {"low": [105, 150, 192], "high": [515, 469, 467]}, 14, 10
WHO5_OTHERS = [316, 396, 330]  # wave 1: all 70 together have a mean of 53.5
INSPIRE, INSPIRE_LOW_N = {"low": [50, 95, 112], "high": [443, 445, 452]}, 10
INSPIRE_ITEMS = [[105, 118, 102, 77, 91], [111, 120, 105, 94, 110], [114, 122, 107, 101, 120]]
INSPIRE_OTHERS = [326, 325, 266]
LIFE = [266, 275, 276]  # the 38 who answered in all waves
LIFE_OTHERS = [198, 198, 155]  # all others who answered: 31, 26 and 20
# UCLA: per wave and item, counts of rarely, sometimes, often.
UCLA = [[(22, 13, 4), (25, 11, 3), (26, 10, 3)], [(23, 12, 4), (25, 11, 3), (26, 9, 4)],
        [(26, 9, 4), (28, 8, 3), (30, 6, 3)]]  # fmt: skip
UCLA_OTHERS = [[(14, 11, 6), (15, 11, 5), (16, 10, 5)], [(20, 4, 2), (19, 5, 2), (20, 5, 1)],
               [(17, 1, 1), (18, 1, 0), (18, 1, 0)]]  # fmt: skip

# --- single items: counts of not at all, rarely, sometimes, often; men and women of the panel apart
PHYSICAL = {"male": [(10, 2, 3, 2), (8, 5, 1, 3), (7, 1, 6, 3)],
            "female": [(4, 3, 11, 4), (7, 4, 7, 4), (7, 3, 7, 5)]}  # fmt: skip
MENTAL = {"male": [(12, 1, 2, 2), (8, 3, 3, 3), (7, 4, 4, 2)],
          "female": [(11, 2, 4, 5), (9, 3, 4, 6), (9, 4, 5, 4)]}  # fmt: skip
LEISURE = [(12, 12, 8, 7), (10, 4, 18, 7), (11, 11, 10, 7)]
PHYSICAL_OTHERS = [(8, 4, 10, 9), (8, 4, 8, 6), (8, 3, 5, 3)]
MENTAL_OTHERS = [(8, 5, 9, 9), (9, 5, 6, 6), (8, 4, 4, 3)]
LEISURE_OTHERS = [(17, 8, 4, 2), (12, 6, 5, 3), (5, 5, 5, 4)]
# Municipality items: not at all, lesser, some, high degree, no longer needs the municipality.
MUNICIPAL = {
    "staff_access": [(7, 8, 14, 10, 0), (5, 7, 11, 13, 3), (3, 6, 11, 13, 6)],
    "codetermination": [(7, 9, 13, 10, 0), (5, 9, 15, 7, 3), (5, 8, 11, 9, 6)],
    "coherence": [(6, 9, 12, 12, 0), (5, 8, 13, 10, 3), (5, 8, 11, 9, 6)],
}
MUNICIPAL_OTHERS = {  # wave 1: one "don't know" on the last two (28 % is impossible with 70)
    "staff_access": [(6, 6, 9, 10, 0), (4, 6, 8, 5, 3), (2, 3, 6, 2, 6)],
    "codetermination": [(6, 6, 9, 9, 0), (5, 8, 9, 1, 3), (2, 4, 7, 0, 6)],
    "coherence": [(6, 7, 10, 7, 0), (4, 7, 9, 3, 3), (2, 4, 5, 2, 6)],
}
# Readiness of the 19 who are outside work at all waves: (answering, sums in waves 1-3).
READINESS = [(19, (65, 62, 60)), (19, (43, 46, 49)), (18, (46, 49, 52)), (17, (48, 47, 44)),
             (19, (54, 53, 52)), (18, (43, 43, 42))]  # fmt: skip
# Parents: (yes or certainly, answering) per wave, for the panel's 19 and for the other parents who answer.
PARENT_ITEMS = {
    "child_institution": ([(16, 19), (17, 19), (16, 19)], [(8, 12), (9, 12), (7, 10)]),
    "child_relations": ([(17, 19), (19, 19), (18, 19)], [(7, 12), (6, 9), (5, 7)]),
    "child_leisure": ([(14, 19), (15, 19), (14, 19)], [(4, 12), (5, 10), (4, 10)]),
    "child_social": ([(19, 19), (19, 19), (19, 19)], [(6, 12), (8, 12), (5, 10)]),
    "child_jobs": ([(4, 19), (5, 19), (7, 19)], [(1, 12), (2, 12), (2, 10)]),
}
OTHER_PARENTS = [12, 12, 10]

# --- employment: benefit group -> persons by kind of course, and months by type: (persons, months)
EMPLOYED_NOT_RETAINED = {"a_dagpenge": {"completed": 9, "ended_early": 4},
                         "kh_oy": {"completed": 8, "ended_early": 4}}  # fmt: skip
MONTHS = {"a_dagpenge": {"self_support": (26, 396), "paid_hours": (4, 29)},
          "kh_oy": {"self_support": (10, 151), "paid_hours": (21, 230)}}  # fmt: skip

# --- children: sums in tenths of a percent of school days, school years 2021/2022 to 2024/2025
SCHOOL_YEARS = ("2021/2022", "2022/2023", "2023/2024", "2024/2025")
CHILDREN, CHILDREN_IN_DAYCARE = 34, 3
# Sick absence by band at the start: children, bounds at the start, sums. The third year is set within the
# rounding of the bands' means (8.0, 11.1, 18.1), so that all 27 together give 11.6.
SICK = [(11, (12, 97), (561, 1089, 876, 935)), (9, (103, 196), (1134, 1062, 996, 1332)),
        (7, (206, 640), (2492, 1309, 1265, 875))]  # fmt: skip
LAWFUL = (18, (954, 720, 828, 396))
UNLAWFUL = (9, (972, 1404, 1152, 396))
