ZCZC
AN#90001300
KN#News Bites
PD#6 November 2019
CO#QMA.AX; ELF.AX
SO#ASX
BY#Tomas Reede and Ada Byrne
TI#Quill & Marsh writes down its yard
at Port Ellery
TX#Quill & Marsh has written down its yard by a third. The company blamed the storm in autumn.
NNNN
ZCZC
AN#90001301
PD#soon
TI#Fewer passengers on the sound
XQ#a tag of its own
AN#90001302
TX#
Fewer passengers than last year crossed the sound, the harbour board said.
NNNN
