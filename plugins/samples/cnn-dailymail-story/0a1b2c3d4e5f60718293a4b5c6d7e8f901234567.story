PORT ELLERY, Norland (CNN) -- The harbor board voted on Tuesday to rebuild the sea wall, after three years of dispute.

Editor's note: Ada Byrne covers ports for CNN.

"It is time," said its chair, Marta Quill.

Work begins in May.

@highlight

NEW: Nine voted for it, four against

@highlight

Work begins in May

