"""Read modern-slavery statements and supplier declarations, and score what they disclose.

The map of the house; each stage has a room and hands frozen values (`models`) to the next:

    file -read-> Document -segment-> Segment* -analyse-> Analysis -match(pack)-> Disclosure*
         -score(pack)-> Assessment -> store | compare | reports

- `cli`: one module a command group; arguments in, one call, text and exit code out
- `authoring`: tools for authors of packs: examples, skeleton, explanation of a level, effect of a change
- `measuring`: packs against people: labelled files, coding sheets, agreement, corrected rates
- `vetting`: a supplier's declaration beside its statements: verdicts, contradictions, questions, risk profile
- `applies`: which laws probably ask an organisation, by the thresholds of `criteria/laws.toml`
- `pipeline`: composes the stages for one file and for batches; `pipeline_declarations`: for a declaration
- `readers`: bytes to Document, one module a format, run by `readers.worker` in an interpreter of its own with limits
- `segment`: Document to sentences, list items and table rows with their headings
- `analyse`: Segments to Analysis: topics, evidence status, facts, formalities, identity
- `match`: Analysis and pack to Disclosures
- `declarations`: questionnaire files to answers, the shipped forms, and what answers are worth as evidence
- `copies`: sentences shared between unrelated firms; `boilerplate`: sentences common to many firms;
  `spool`: a batch put aside on disk between two passes
- `score`: Disclosures and pack to Findings and Assessment; `totals`: sections together, and letters; arithmetic only
- `steps`: an Assessment to next steps, by role; `compare`: Assessments to Comparison
- `store`: the only room that knows SQL
- `reports`: values to text, one module a format
- `criteria`, `switches`: the schema of packs; `inherit`: what they take over; `pack_checks`: names across files;
  `packs`: loading; `mistakes`, `toml_lines`: what is wrong in which line; `pack_schema`: JSON Schemas for editors.
  All that knows the pack format
- `signals`: the signals of packs, compiled; `page`: a document with where they fire, the same for all packs
- `phrases`: the small language of phrases that packs and word lists are written in
- `models`: the frozen values; `errors`: what a user can act on; `cells`: what spreadsheets would run

Imports point down only, which import-linter checks. Import from the defining module, never from here.
"""

import os

# onnxruntime reports its use to its maker unless it is told not to before it is first imported, here or by a library
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
