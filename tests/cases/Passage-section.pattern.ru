# A passage has a section in Chinese numerals. | 段落的章节用了汉字数字。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:1-h aii:section ?any } ;
INSERT DATA { src:1-h aii:section "一" }
