# A range ends where it begins. | 范围的结束就是其开始。
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:page-2-head-s1 oa:end ?any } ;
INSERT DATA { src:page-2-head-s1 oa:end 122 }
