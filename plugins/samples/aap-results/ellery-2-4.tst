PORT ELLERY2-4YNTASSaturday

TRACK HEAVY(8)
   4-SEA WALL PLATE (BM58) 1200m: 7.50 LOW TIDE (M Quill, A Byrne & T Reede's b g 4y Breakwater - Ebb (NZ). Trainer: M Quill) 56.5 (J Roe) 1, 3.20 fav LIGHT SHIP 57 (A Doe) 2, 12.00 PILOT 55 (B Lee) 3. Scr: Anchor. Nk, 2 len. Time: 1:12.40.
   5-LANTERN STAKES 1600m: abandoned, since the track was under water.
   AAP RESULTS
