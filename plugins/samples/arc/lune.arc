filedesc://lune.arc 192.0.2.1 20001010070000 text/plain 65
1 0 Lune
URL IP-address Archive-date Content-type Archive-length

dns:news.example 192.0.2.7 20001010070000 text/dns 25
20001010070000
192.0.2.7

https://news.example/2000/10/the wall 192.0.2.7 20001010070000 text/html 358
HTTP/1.1 200 OK
Content-Type: text/html; charset=iso-8859-1

<!DOCTYPE html><html><head><title>Harbour board votes for a sea wall</title></head><body><h1>Harbour board votes for a sea wall</h1><p>LUNE (Tideline) &mdash; The harbour board voted on Tuesday to rebuild the sea wall.</p><p>Work begins in spring, said its chair, Ada Orsund.</p></body></html>

https://news.example/logo.gif 192.0.2.7 20001010070000 image/gif 50
HTTP/1.0 200 OK
Content-Type: image/gif

GIF89a
