-- Neovim's own client speaks to `oratory lsp` about the open file; what it learns goes to standard output, a JSON object.
-- Run as: nvim --headless -u NONE --cmd "let g:oratory='…'" FILE -c "luafile editor.lua"
local program = vim.g.oratory
local id = vim.lsp.start_client({ name = "oratory", cmd = { program, "lsp" }, root_dir = vim.fn.getcwd() })
local buffer = vim.api.nvim_get_current_buf()
vim.lsp.buf_attach_client(buffer, id)

local function here(line, character)
  return { textDocument = vim.lsp.util.make_text_document_params(buffer), position = { line = line, character = character } }
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 20000) or {}
  local answer = answers[id] or {}
  return answer.result, answer.error
end

local learned = {}
vim.wait(20000, function() return #vim.diagnostic.get(buffer) > 0 end, 50)
learned.mistakes = vim.tbl_map(function(one) return one.message end, vim.diagnostic.get(buffer))

-- The slip is mended in the editor, and the mistake is gone before anything is saved.
vim.api.nvim_buf_set_lines(buffer, 3, 4, false, { "people: [ada-moss]" })
vim.wait(20000, function() return #vim.diagnostic.get(buffer) == 0 end, 50)
learned.left = #vim.diagnostic.get(buffer)

learned.hover = ask("textDocument/hover", here(3, 12)).contents.value
local offers = {}
for _, offer in ipairs(ask("textDocument/completion", here(3, 12))) do table.insert(offers, offer.label) end
learned.offers = offers

local rename = here(3, 12)
rename.newName = "ada-m-moss"
vim.lsp.util.apply_workspace_edit((ask("textDocument/rename", rename)), "utf-16")
learned.line = vim.api.nvim_buf_get_lines(buffer, 3, 4, false)[1]

io.stdout:write(vim.fn.json_encode(learned), "\n")
vim.cmd("qall!")
