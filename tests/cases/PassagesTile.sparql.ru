# The ranges leave one character out. | 各范围漏掉一个字符。
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:t1-r1-s1 oa:start ?any } ;
INSERT DATA { src:t1-r1-s1 oa:start 90 }
