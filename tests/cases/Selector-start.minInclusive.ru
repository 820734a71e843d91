# A range begins before the text. | 范围的开始早于文本。
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:1-h-s1 oa:start ?any } ;
INSERT DATA { src:1-h-s1 oa:start -1 }
