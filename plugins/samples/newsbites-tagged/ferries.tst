zczc
AN#90001234
KN#News Bites
PD#05 November 2019 09:30:00
CO#ELF.AX
SO#ASX
SF#*
BY#
KY#ACNB Comnews ELF.AX
TI#Ellery Ferries to sail in winter
AB#Ellery Ferries’ new line calls at three islands that had been cut off in winter.
TX#
Ellery Ferries’ new line calls at three islands that had been cut off from November to March of every year.
The company said that it would need no further ships. Its shares rose to $1.12, the highest price since July.
