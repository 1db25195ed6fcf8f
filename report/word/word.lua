-- Gives the Word file its dress: title page, colophon, captions, notes, boxes, quotations and marks take the
-- styles of reference.docx. Both engines run it; it touches no other format.

if not FORMAT:match("docx") then return {} end

local text_of = pandoc.utils.stringify

-- ---- small parts ----

local function styled(blocks, style)
  return pandoc.Div(blocks, pandoc.Attr("", {}, { ["custom-style"] = style }))
end

local function worded(inlines, style)
  return pandoc.Span(inlines, pandoc.Attr("", {}, { ["custom-style"] = style }))
end

local function openxml(text) return pandoc.RawInline("openxml", text) end

local function escaped(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"))
end

-- A tight list in a box would take the style of tight lists; as paragraphs its lines keep that of the box.
local function as_paragraphs(blocks)
  return blocks:walk({ Plain = function(block) return pandoc.Para(block.content) end })
end

local function inlines_of(value)
  if value == nil then return pandoc.Inlines({}) end
  local kind = pandoc.utils.type(value)
  if kind == "Inlines" then return value end
  if kind == "Blocks" then return pandoc.utils.blocks_to_inlines(value) end
  return pandoc.Inlines(tostring(value))
end

-- ---- title page ----

local function rows(listed, style, left_out)
  local out = pandoc.Blocks({})
  for _, row in ipairs(listed or {}) do
    local text = inlines_of(row.text)
    if text_of(text) ~= left_out then
      local line = pandoc.Inlines({ worded(inlines_of(row.label), style .. " Label"), openxml("<w:r><w:tab/></w:r>") })
      line:extend(text)
      out:insert(pandoc.Para(line))
    end
  end
  return styled(out, style)
end

-- The authors stand under the title already.
local function names_of(author)
  if author == nil then return "" end
  if pandoc.utils.type(author) ~= "List" then return text_of(author) end
  return table.concat(author:map(text_of), ", ")
end

local function title_page(meta)
  local report = meta.report
  if not report then return end
  if report.kicker and meta.title then
    -- A line of the title's own paragraph: what stands over the title is no paragraph in Pandoc's template.
    local kicker = '<w:r><w:rPr><w:rStyle w:val="Kicker"/></w:rPr><w:t xml:space="preserve">'
    local title = pandoc.Inlines({ openxml(kicker .. escaped(text_of(report.kicker)) .. "</w:t></w:r><w:r><w:br/></w:r>") })
    title:extend(inlines_of(meta.title))
    meta.title = pandoc.MetaInlines(title)
  end
  local before = pandoc.Blocks({ rows(report.facts, "Imprint", names_of(meta.author)) })
  if report.notice then
    before:insert(styled({ pandoc.Para(inlines_of(report.notice)) }, "Notice"))
  end
  before:insert(styled({ pandoc.Para(inlines_of(report["colophon-title"])) }, "Colophon Title"))
  before:insert(rows(report.colophon, "Colophon"))
  meta["include-before"] = pandoc.MetaBlocks(before)
  for _, name in ipairs({ "version", "build", "status" }) do
    if report[name] then meta[name] = pandoc.MetaString(text_of(report[name])) end
  end
end

-- ---- headings ----

-- Both engines write the number into the heading: "1 Introduktion" or, Quarto's way for chapters, "1. Introduktion".
local function heading(block)
  local number = block.attributes.number
  local first = block.content[1]
  if not number or not first or text_of(first) ~= number then return nil end
  block.content:remove(1)
  local next = block.content[1]
  if next and (next.t == "Space" or (next.t == "Str" and next.text == ". ")) then block.content:remove(1) end
  block.content:insert(1, openxml("<w:r><w:tab/></w:r>"))
  block.content:insert(1, worded({ pandoc.Str(number) }, "Section Number"))
  return block
end

-- ---- figures and tables ----

local CAPTIONS = { fig = "Image Caption", tbl = "Table Caption", lst = "Table Caption" }

local function kind_of(id) return CAPTIONS[id:match("^(%l+)%-") or ""] and id:match("^(%l+)%-") end

-- "Figur 1: …": the label with its colon takes a style of its own.
local function labelled(inlines)
  local out, label, open = pandoc.Inlines({}), pandoc.Inlines({}), true
  for number, inline in ipairs(inlines) do
    if open and number <= 6 then
      label:insert(inline)
      if inline.t == "Str" and inline.text:match(":$") then open = false end
    else
      out:insert(inline)
    end
  end
  if open then return inlines end
  out:insert(1, worded(label, "Caption Label"))
  return out
end

local function is_image(block)
  return (block.t == "Para" or block.t == "Plain") and #block.content == 1 and block.content[1].t == "Image"
end

-- Quarto writes a caption as a paragraph that begins with its properties.
local function quarto_caption(block)
  local first = (block.t == "Para" or block.t == "Plain") and block.content[1]
  return first and first.t == "RawInline" and first.format == "openxml" and first.text:match("ImageCaption") ~= nil
end

local function float(block)
  local kind = kind_of(block.identifier)
  local out = pandoc.Blocks({})
  for _, part in ipairs(block.content) do
    if quarto_caption(part) then
      part.content:remove(1)
      out:insert(styled({ pandoc.Para(labelled(part.content)) }, CAPTIONS[kind]))
    elseif part.t == "Div" and part.attributes["custom-style"] == CAPTIONS[kind] then
      out:insert(styled({ pandoc.Para(labelled(pandoc.utils.blocks_to_inlines(part.content))) }, CAPTIONS[kind]))
    elseif is_image(part) then
      out:insert(styled({ pandoc.Para(part.content) }, "Captioned Figure"))
    else
      out:insert(part)
    end
  end
  block.content = out
  block.attributes = {}
  return block
end

-- Quarto sets each figure and table in a table of one cell; Word's own tables are easier to edit and to read aloud.
local function unframed(block)
  if #block.head.rows > 0 or #block.bodies ~= 1 or #block.bodies[1].body ~= 1 then return nil end
  local cells = block.bodies[1].body[1].cells
  local inner = #cells == 1 and #cells[1].contents == 1 and cells[1].contents[1]
  if inner and inner.t == "Div" and kind_of(inner.identifier) then return inner end
  return nil
end

local function written_table(block)
  local function dressed(list, style)
    for _, row in ipairs(list) do
      for _, cell in ipairs(row.cells) do
        cell.contents = pandoc.Blocks({ styled(as_paragraphs(cell.contents), style) })
      end
    end
  end
  dressed(block.head.rows, "Table Heading")
  for _, body in ipairs(block.bodies) do dressed(body.body, "Table Text") end
  dressed(block.foot.rows, "Table Text")
  return block
end

local function table_block(block) return unframed(block) or written_table(block) end

-- Quarto puts a blank between two tables in a row, which have captions and notes between them here.
local function spaced(block)
  if #block.content == 1 and (block.content[1].text == " " or block.content[1].t == "Space") then return {} end
  return nil
end

-- ---- notes, boxes, quotations ----

local BOXES = { ["info-box"] = "Info Box", ["case-box"] = "Case Box" }

local function box(block, style)
  local out = pandoc.Blocks({})
  for _, part in ipairs(block.content) do
    if part.t == "Div" and part.classes:includes("box-title") then
      out:insert(styled(as_paragraphs(part.content), style .. " Title"))
    elseif part.t == "BulletList" then
      for _, item in ipairs(part.content) do
        out:insert(styled(as_paragraphs(pandoc.Blocks(item)), style .. " Item"))
      end
    else
      out:insert(part)
    end
  end
  block.content = pandoc.Blocks({ styled(as_paragraphs(out), style) })
  return block
end

local function pull_quote(block)
  local out = pandoc.Blocks({})
  for _, part in ipairs(block.content) do
    if part.t == "BlockQuote" then
      out:insert(styled(as_paragraphs(part.content), "Pull Quote"))
    elseif part.t == "Div" and part.classes:includes("attribution") then
      out:insert(styled(as_paragraphs(part.content), "Attribution"))
    else
      out:insert(part)
    end
  end
  block.content = out
  return block
end

local function div(block)
  for class, style in pairs(BOXES) do
    if block.classes:includes(class) then return box(block, style) end
  end
  if block.classes:includes("pull-quote") then return pull_quote(block) end
  if block.classes:includes("exhibit-note") then return styled(as_paragraphs(block.content), "Exhibit Note") end
  if kind_of(block.identifier) then return float(block) end
  return nil
end

-- ---- marks of a draft ----

local function span(inline)
  if not inline.classes:includes("mark") then return nil end
  local out = pandoc.Inlines({ worded(inline.content, "Draft Mark") })
  if inline.attributes.title then
    out:insert(worded({ pandoc.Str(" " .. inline.attributes.title) }, "Draft Mark Note"))
  end
  return out
end

-- ---- pictures ----

-- Word draws SVG differently from version to version: a picture beside the drawing takes its place.
local function image(inline)
  local picture = inline.src:gsub("%.svg$", ".png")
  local file = picture ~= inline.src and io.open(picture, "rb")
  if file then
    file:close()
    inline.src = picture
  end
  local alt = inline.attributes["fig-alt"]
  if alt then inline.caption = pandoc.Inlines(alt) end
  return inline
end

local function dress(doc)
  title_page(doc.meta)
  doc.blocks = doc.blocks:walk({
    Para = spaced, Header = heading, Table = table_block, Div = div, Span = span, Image = image,
  })
  return doc
end

return { { Pandoc = dress } }
