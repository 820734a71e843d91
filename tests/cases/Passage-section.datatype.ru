# A passage has a section with a language tag. | 段落的章节带有语言标记。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:1-h aii:section ?any } ;
INSERT DATA { src:1-h aii:section "1"@en }
