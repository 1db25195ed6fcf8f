"""A small but complete report: chapters with every kind of thing the theme has to carry."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from evalreport.assembly.document import Attachment, Chapter, Document

TEMPLATE = Path(__file__).parents[2] / "report"
BIBLIOGRAPHY = Path(__file__).parent / "sample.bib"


@dataclass(frozen=True)
class Sheet:
    """An exhibit reduced to what the document asks of it."""

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        return self.columns, self.rows


WHO5 = Sheet(
    "fig-who5",
    "Trivsel (WHO-5), gennemsnit ved de tre målinger",
    ("Måling", "Gennemsnit", "n"),
    (("1. måling", "63,6", "39"), ("2. måling", "63,5", "39"), ("3. måling", "67,6", "39")),
)
BENEFITS = ("A-dagpenge", "Kontanthjælp", "Ressourceforløb", "Uddannelseshjælp", "Sygedagpenge", "Jobafklaring")
QUARTERS = tuple(f"{quarter}. kvartal {year}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4))
LEDGER = Sheet(
    "tbl-months",
    "Måneder med selvforsørgelse og betalte timer efter kvartal og ydelse ved henvisning",
    ("Ydelse og kvartal", "Realiseret", "Forventet", "Forskel"),
    tuple(
        (f"{quarter}", str(10 + (7 * row + 3 * column) % 23), str(12 + row % 9), str((5 * row + column) % 7))
        for row, _ in enumerate(BENEFITS)
        for column, quarter in enumerate(QUARTERS)
    ),
)

FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" width="414pt" height="170pt" viewBox="0 0 414 170">
<path d="M40 150H400" stroke="#8a979e" fill="none"/>
<path d="M70 150V58H130V150Z" fill="#bfdce3" stroke="#12506b"/><path d="M180 150V58.2H240V150Z" fill="#3c8299"/>
<path d="M290 150V52H350V150Z" fill="#0a2a3b"/></svg>
"""


def _ledger_html() -> str:
    rows = []
    for block, benefit in enumerate(BENEFITS):
        rows.append(f'<tr class="group"><th scope="rowgroup" colspan="4">{benefit}</th></tr>')
        for row in LEDGER.rows[block * len(QUARTERS) : (block + 1) * len(QUARTERS)]:
            cells = "".join(f'<td class="num">{cell}</td>' for cell in row[1:])
            rows.append(f'<tr><th scope="row">{row[0]}</th>{cells}</tr>')
    rows.append(
        '<tr class="total"><th scope="row">I alt</th><td class="num">806</td><td class="num">712</td>'
        '<td class="num">94</td></tr>'
    )
    body = "\n".join(rows)
    return f"""<table class="exhibit" data-quarto-disable-processing="true">
<thead>
<tr><th scope="col" rowspan="2">Ydelse og kvartal</th><th scope="colgroup" colspan="2" class="num">Måneder</th><th scope="col" rowspan="2" class="num">Forskel</th></tr>
<tr><th scope="col" class="num">Realiseret</th><th scope="col" class="num">Forventet</th></tr>
</thead>
<tbody>
{body}
</tbody>
</table>"""


def _ledger_typst() -> str:
    rows = []
    for block, benefit in enumerate(BENEFITS):
        rows.append(f"  table.cell(colspan: 4)[*{benefit}*],")
        for row in LEDGER.rows[block * len(QUARTERS) : (block + 1) * len(QUARTERS)]:
            rows.append("  " + " ".join(f"[{cell}]," for cell in (row[0].replace(". ", ".~"), *row[1:])))
    rows.append("  [*I alt*], [*806*], [*712*], [*94*],")
    body = "\n".join(rows)
    return f"""#table(
  columns: (2fr, 1fr, 1fr, 1fr),
  align: (left, right, right, right),
  table.header(
    table.cell(rowspan: 2)[*Ydelse og kvartal*], table.cell(colspan: 2)[*Måneder*], table.cell(rowspan: 2)[*Forskel*],
    [*Realiseret*], [*Forventet*],
  ),
{body}
)"""


INTRODUCTION = """# Introduktion {#sec-intro}

I to boligområder i byen har en fremskudt beskæftigelsesindsats i to et halvt år arbejdet tæt sammen med den boligsociale
helhedsplan. Medarbejderne har kontor dér, hvor borgerne bor, og de tager fat i hele familiens situation og ikke kun i
spørgsmålet om et job. Denne rapport samler op på, hvordan det er gået borgerne, og hvad de selv og medarbejderne mener,
der har gjort en forskel.

Rapporten er skrevet til kommunen, helhedsplanen og de fonde, der har finansieret indsatsen. Den kan også læses af andre,
som overvejer en lignende model. Tallene i @sec-result bygger på spørgeskemaer ved tre målinger, på oplysninger om
beskæftigelse måned for måned og på interview.^[Interviewene er gennemført i foråret 2025. Se [Bilag A](#sec-method).]

## Hvad rapporten kan sige, og hvad den ikke kan {#sec-limits}

Evalueringen følger de samme borgere over tid, men har ingen sammenligningsgruppe. Den kan derfor vise, at noget har
ændret sig, og hvor meget, men ikke hvor stor en del af ændringen indsatsen har skabt [@barnett2005]. Tre forbehold går
igen:

- Borgere, der trives dårligst ved starten, vil i gennemsnit ligge bedre ved næste måling, også uden en indsats.
- De, der har besvaret alle tre spørgeskemaer, kan adskille sig fra dem, der er faldet fra.
- Grundlaget er lille. En enkelt borger flytter en andel med to til tre procentpoint.

::: {.info-box}
```{=html}
<p class="box-title">Hvad er en social effektinvestering?</p>
```
```{=typst}
#info-box(title: [Hvad er en social effektinvestering?])[
```
En investor betaler for indsatsen på forhånd og får sine penge igen, efterhånden som de aftalte resultater bliver nået.
Når resultaterne udebliver, er det investoren og ikke kommunen, der bærer tabet.

Aftalen sætter et **loft over betalingen**, så gevinsten ud over loftet bliver i kommunen.

```{=typst}
]
```
:::
"""

RESULTS = """# Resultater i tal {#sec-result}

## Trivsel: størst fremgang for dem, der havde det sværest {#sec-wellbeing}

Gennemsnittet går fra [63,6]{.fact data-fact="who5.panel.mean.w1"} til [67,6]{.fact data-fact="who5.panel.mean.w3"}
(n = [39]{.fact data-fact="who5.panel.n"}), se @fig-who5. [Knap en tredjedel]{.words data-fact="ucla.often.share.w3"}
føler sig ofte ensomme, mod [17 %]{.cited data-cited="da2022"} på landsplan [@da2022]. [Stort set alle]{.mark
title="intet tal bundet"}`<span class="mark-note">intet tal bundet</span>`{=html}`#draft-mark[intet tal bundet]`{=typst}
fortæller, at de er kommet videre.

![Trivsel (WHO-5), gennemsnit ved de tre målinger](figures/fig-who5.svg){#fig-who5 fig-alt="Søjlediagram. Gennemsnittet er 63,6 ved første, 63,5 ved anden og 67,6 ved tredje måling."}

::: {.exhibit-note}
```{=typst}
#exhibit-note[
```
n = 39 borgere, der har besvaret alle tre målinger. Skalaen går fra 0 til 100, og højere er bedre. Kilde: Evaluators
spørgeskema.
```{=typst}
]
```
:::

Fremgangen ligger mellem anden og tredje måling. Blandt borgere, der begyndte under 50 point, er den større end i gruppen
som helhed, men netop for dem må man regne med, at en del af fremgangen ville være kommet af sig selv.

### Hvad borgerne selv lægger vægt på

Borgerne taler sjældent om skalaer. De taler om at stå op om morgenen, om at turde tage telefonen og om at have noget at
fortælle, når børnene spørger, hvad de har lavet i dag.

::: {.pull-quote}
```{=typst}
#pull-quote(attribution: [Borger])[
```
```{=html}
<blockquote>
```
De bliver ved med at ringe. Ikke for at kontrollere mig, men fordi de gerne vil vide, hvordan det går.

```{=html}
</blockquote><p class="attribution">Borger</p>
```
```{=typst}
]
```
:::

> Et almindeligt citat i teksten står som et indrykket afsnit og fortsætter gerne over et par linjer, så man kan se, hvordan
> det falder ud.

## Beskæftigelse måned for måned

@Tbl-months viser, hvor mange måneder borgerne har forsørget sig selv, og hvad aftalen regnede med. Forskellen er størst i
de første kvartaler, hvor indsatsen endnu var ved at finde sin form.

::: {#tbl-months}

```{=html}
HTML
```

```{=typst}
TYPST
```

Måneder med selvforsørgelse og betalte timer efter kvartal og ydelse ved henvisning

:::

::: {.exhibit-note}
```{=typst}
#exhibit-note[
```
61 borgere, 806 måneder. Forventningen findes kun for hver ydelse under ét. Kilde: Investorens opgørelse.
```{=typst}
]
```
:::

Tallene siger ikke noget om, hvor længe borgerne bliver i arbejde efter indsatsen. Det kan først afgøres, når der er gået
længere tid.
""".replace("HTML", _ledger_html()).replace("TYPST", _ledger_typst())

LESSONS = """# Udfordringer og dilemmaer i en indsats, der går på tværs af kommune, helhedsplan og private aktører {#sec-lessons}

Samarbejdet har en pris. Når medarbejdere fra tre organisationer deler kontor, skal de også dele oplysninger, og det kræver,
at borgeren hver gang siger ja. Se også @sec-limits.

::: {.case-box}
```{=html}
<p class="box-title">Case: Et fast holdepunkt</p>
```
```{=typst}
#case-box(title: [Case: Et fast holdepunkt])[
```
**Situation.** En mor til tre har været uden arbejde i seks år og har mistet tilliden til, at nogen kan hjælpe.

**Forløb.** Hun møder den samme medarbejder hver uge, først hjemme, siden i beboerhuset. Efter fire måneder begynder hun i
en praktik på otte timer.

**Læring.** Det var ikke ét greb, der virkede, men at nogen blev ved.

```{=typst}
]
```
:::

1. Hvem har ansvaret, når en plan ikke holder?
2. Hvor længe kan man vente på, at en borger bliver klar?

## Hvad nu?

Kommunen og helhedsplanen har aftalt at fortsætte i halvandet år. Spørgsmålet er, om den tætte kontakt kan bevares, når
flere borgere kommer til [jf. @jensen2019, s. 44].
"""

METHOD = """# Bilag A: Datagrundlag og metode {#sec-method .unnumbered}

Spørgeskemaet er delt ud tre gange. I alt har 40 borgere besvaret alle tre, og 39 af dem har svaret på alle spørgsmål.

## A.1 Svarprocent {#sec-response .unnumbered}

Ved første måling svarede 70 borgere, ved anden 66 og ved tredje 58.
"""


def sample(**changes: object) -> Document:
    """Return the sample document, with some of its parts changed."""
    parts: dict[str, object] = {
        "title": "En ny start for flere",
        "subtitle": "Slutevaluering af en fremskudt og helhedsorienteret beskæftigelsesindsats i Randers",
        "kicker": "Slutevaluering",
        "evaluator": "Eksempelinstituttet",
        "client": "Den Boligsociale Fond",
        "version": "0.1.0",
        "build_id": "3f2a9c1b",
        "date": datetime.date(2025, 6, 30),
        "status": "draft",
        "notice": "Eksempel på syntetiske data. Hverken udgivet eller godkendt af de nævnte institutioner.",
        "citation": "Eksempelinstituttet (2025): *En ny start for flere. Slutevaluering.* Version 0.1.0.",
        "colophon": (
            ("Motor", "Pandoc 3.9 og Typst 0.15"),
            ("Standarder", "PDF/UA-1 (tilgængelighed) og PDF/A-3a (arkivering)"),
            ("Diskretion", "Grænsen er 1: alle tal vises, fordi data er syntetiske."),
        ),
        "keywords": ("evaluering", "beskæftigelse"),
        "description": "Slutevaluering på syntetiske data",
        "chapters": (
            Chapter("introduktion", "Introduktion", INTRODUCTION),
            Chapter("resultater", "Resultater i tal", RESULTS),
            Chapter("dilemmaer", "Udfordringer og dilemmaer", LESSONS),
        ),
        "appendices": (Chapter("metode", "Datagrundlag og metode", METHOD),),
        "exhibits": (WHO5, LEDGER),
        "assets": {"figures/fig-who5.svg": FIGURE.encode()},
        "bibliography": BIBLIOGRAPHY,
        "attachments": (Attachment("manifest.json", b'{"version": "0.1.0"}\n', "application/json", "Manifest"),),
    }
    return Document(**{**parts, **changes})  # type: ignore[arg-type]
