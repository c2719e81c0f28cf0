QUILL PARKNNVICMonday7

DIVIDENDS
   Race 1: win 3.40, place 1.50 and 2.10.
   Race 2: win 11.20, place 3.00 and 1.70.
   AAP
