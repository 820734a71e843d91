# An alternative name is empty. | 别名为空。
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { id:chip-lamp-1 skos:altLabel ""@en }
