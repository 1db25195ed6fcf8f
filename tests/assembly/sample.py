"""A small but complete report: chapters with every kind of thing the theme has to carry."""

from __future__ import annotations

import datetime
from pathlib import Path

from evalreport.assembly import Attachment, Chapter, Document, data_attachments
from evalreport.exhibits import (
    Box,
    Case,
    Cell,
    Column,
    Figure,
    Matrix,
    QuotedLine,
    QuoteSet,
    Row,
    Spanner,
    Table,
    render,
)

TEMPLATE = Path(__file__).parents[2] / "report"
BIBLIOGRAPHY = Path(__file__).parent / "sample.bib"


BENEFITS = (
    "A-dagpenge",
    "Kontanthjælp",
    "Ressourceforløb",
    "Uddannelseshjælp",
    "Sygedagpenge",
    "Jobafklaring",
)
QUARTERS = tuple(f"{quarter}. kvartal {year}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4))
SOURCE = "Evaluators spørgeskema"

WHO5 = Figure(
    id="fig-who5",
    caption="Trivsel (WHO-5), gennemsnit ved de tre målinger",
    form="grouped_bars",
    categories=("1. måling", "2. måling", "3. måling"),
    values=((Cell("63,6", 63.6),), (Cell("63,5", 63.5),), (Cell("67,6", 67.6),)),
    axis="Gennemsnit, 0-100",
    unit="number",
    scale=(0, 100),
    note="n = 39 borgere, der har besvaret alle tre målinger. Skalaen går fra 0 til 100, og højere er bedre.",
    source=SOURCE,
)
MONTHS = Table(
    id="tbl-months",
    caption="Måneder med selvforsørgelse og betalte timer efter kvartal og ydelse ved henvisning",
    stub="Ydelse og kvartal",
    columns=(Column("Realiseret"), Column("Forventet"), Column("Forskel")),
    spanners=(Spanner("Måneder", 0, 3),),
    rows=(
        *(
            row
            for place, benefit in enumerate(BENEFITS)
            for row in (
                Row(benefit, kind="group"),
                *(
                    Row(quarter, (Cell(str(10 + (7 * place + 3 * n) % 23)), Cell(str(12 + place)), Cell("–")))
                    for n, quarter in enumerate(QUARTERS)
                ),
            )
        ),
        Row("I alt", (Cell("806"), Cell("712"), Cell("94")), kind="total"),
    ),
    note="61 borgere, 806 måneder. Forventningen findes kun for hver ydelse under ét.",
    source="Investorens opgørelse",
)
MECHANISMS = Matrix(
    id="tbl-mechanisms",
    caption="Hvem nævner hvad",
    corner="Mekanisme",
    columns=("Borgere", "Medarbejdere"),
    rows=(("Hyppig kontakt", ("●", "●")), ("Hele familien", ("●", "")), ("Fælles kontor", ("", "●"))),
    note="Nævnt af mindst to.",
)
QUOTES = QuoteSet(
    id="quotes-contact",
    quotes=(
        QuotedLine(
            "De bliver ved med at ringe. Ikke for at kontrollere mig, men fordi de gerne vil vide, hvordan det går.",
            "Borger",
        ),
    ),
)
INVESTMENT = Box(
    id="box-investment",
    title="Hvad er en social effektinvestering?",
    body="""En investor betaler for indsatsen på forhånd og får sine penge igen, efterhånden som de aftalte resultater
bliver nået. Når resultaterne udebliver, er det investoren og ikke kommunen, der bærer tabet.

Aftalen sætter et **loft over betalingen**, så gevinsten ud over loftet bliver i kommunen.""",
)
ANCHOR = Case(
    id="case-anchor",
    title="Et fast holdepunkt",
    situation="En mor til tre har været uden arbejde i seks år og har mistet tilliden til, at nogen kan hjælpe.",
    process="Hun møder den samme medarbejder hver uge, først hjemme, siden i beboerhuset. Efter fire måneder begynder "
    "hun i en praktik på otte timer.",
    lesson="Det var ikke ét greb, der virkede, men at nogen blev ved.",
)
EXHIBITS = (INVESTMENT, WHO5, QUOTES, MONTHS, ANCHOR, MECHANISMS)

INTRODUCTION = """# Introduktion {#sec-intro}

I to boligområder i byen har en fremskudt beskæftigelsesindsats i to et halvt år arbejdet tæt sammen med den
boligsociale
helhedsplan. Medarbejderne har kontor dér, hvor borgerne bor, og de tager fat i hele familiens situation og ikke kun i
spørgsmålet om et job. Denne rapport samler op på, hvordan det er gået borgerne, og hvad de selv og
medarbejderne mener,
der har gjort en forskel.

Rapporten er skrevet til kommunen, helhedsplanen og de fonde, der har finansieret indsatsen. Den kan også læses
af andre,
som overvejer en lignende model. Tallene i @sec-result bygger på spørgeskemaer ved tre målinger, på oplysninger om
beskæftigelse måned for måned og på interview.^[Interviewene er gennemført i foråret 2025. Se [Bilag A](#sec-method).]

## Hvad rapporten kan sige, og hvad den ikke kan {#sec-limits}

Evalueringen følger de samme borgere over tid, men har ingen sammenligningsgruppe. Den kan derfor vise, at noget har
ændret sig, og hvor meget, men ikke hvor stor en del af ændringen indsatsen har skabt [@barnett2005]. Tre
forbehold går
igen:

- Borgere, der trives dårligst ved starten, vil i gennemsnit ligge bedre ved næste måling, også uden en indsats.
- De, der har besvaret alle tre spørgeskemaer, kan adskille sig fra dem, der er faldet fra.
- Grundlaget er lille. En enkelt borger flytter en andel med to til tre procentpoint.

{{box-investment}}
"""

RESULTS = """# Resultater i tal {#sec-result}

## Trivsel: størst fremgang for dem, der havde det sværest {#sec-wellbeing}

Gennemsnittet går fra [63,6]{.fact data-fact="who5.panel.mean.w1"} til [67,6]{.fact data-fact="who5.panel.mean.w3"}
(n = [39]{.fact data-fact="who5.panel.n"}), se @fig-who5. [Knap en tredjedel]{.words data-fact="ucla.often.share.w3"}
føler sig ofte ensomme, mod [17 %]{.cited data-cited="da2022"} på landsplan [@da2022]. [Stort set alle]{.mark
title="intet tal bundet"}`<span class="mark-note">intet tal bundet</span>`{=html}`#draft-mark[intet tal
bundet]`{=typst}
fortæller, at de er kommet videre.

{{fig-who5}}

Fremgangen ligger mellem anden og tredje måling. Blandt borgere, der begyndte under 50 point, er den større end
i gruppen
som helhed, men netop for dem må man regne med, at en del af fremgangen ville være kommet af sig selv.

### Hvad borgerne selv lægger vægt på

Borgerne taler sjældent om skalaer. De taler om at stå op om morgenen, om at turde tage telefonen og om at have
noget at
fortælle, når børnene spørger, hvad de har lavet i dag.

{{quotes-contact}}

> Et almindeligt citat i teksten står som et indrykket afsnit og fortsætter gerne over et par linjer, så man kan
se, hvordan
> det falder ud.

## Beskæftigelse måned for måned

@Tbl-months viser, hvor mange måneder borgerne har forsørget sig selv, og hvad aftalen regnede med. Forskellen
er størst i
de første kvartaler, hvor indsatsen endnu var ved at finde sin form.

{{tbl-months}}

Tallene siger ikke noget om, hvor længe borgerne bliver i arbejde efter indsatsen. Det kan først afgøres, når
der er gået
længere tid.
"""

LESSONS = """# Udfordringer og dilemmaer, når kommune, helhedsplan og private går sammen {#sec-lessons}

Samarbejdet har en pris. Når medarbejdere fra tre organisationer deler kontor, skal de også dele oplysninger, og
det kræver,
at borgeren hver gang siger ja. Se også @sec-limits.

{{case-anchor}}

{{tbl-mechanisms}}

1. Hvem har ansvaret, når en plan ikke holder?
2. Hvor længe kan man vente på, at en borger bliver klar?

## Hvad nu?

Kommunen og helhedsplanen har aftalt at fortsætte i halvandet år. Spørgsmålet er, om den tætte kontakt kan
bevares, når
flere borgere kommer til [jf. @jensen2019, s. 44].
"""

METHOD = """# Bilag A: Datagrundlag og metode {#sec-method .unnumbered}

Spørgeskemaet er delt ud tre gange. I alt har 40 borgere besvaret alle tre, og 39 af dem har svaret på alle spørgsmål.

## A.1 Svarprocent {#sec-response .unnumbered}

Ved første måling svarede 70 borgere, ved anden 66 og ved tredje 58, se @tbl-response.

| Måling | Svar | Andel |
|:-------|-----:|------:|
| 1.&nbsp;måling | 70 | 95 % |
| 2.&nbsp;måling | 66 | 89 % |
| 3.&nbsp;måling | 58 | 78 % |

: Besvarelser ved de tre målinger {#tbl-response}

### Frafald {.unnumbered}

De fleste, der falder fra, er kommet i arbejde.

#### Et fjerde niveau {.unnumbered}

Rubrikker på fjerde niveau har intet nummer.
"""


def _placed(text: str) -> str:
    for exhibit in EXHIBITS:
        text = text.replace(f"{{{{{exhibit.id}}}}}", render.qmd(exhibit).strip())
    return text


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
            Chapter("introduktion", "Introduktion", _placed(INTRODUCTION)),
            Chapter("resultater", "Resultater i tal", _placed(RESULTS)),
            Chapter("dilemmaer", "Udfordringer og dilemmaer", _placed(LESSONS)),
        ),
        "appendices": (Chapter("metode", "Datagrundlag og metode", METHOD),),
        "exhibits": EXHIBITS,
        "bibliography": BIBLIOGRAPHY,
        "attachments": (
            Attachment("manifest.json", b'{"version": "0.1.0"}\n', "application/json", "Manifest"),
            *data_attachments(EXHIBITS),
        ),
    }
    return Document(**{**parts, **changes})  # type: ignore[arg-type]
