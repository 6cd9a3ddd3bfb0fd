{% macro accented_letters() %}
    {%- set letters = [] -%}
    {%- for plain, accented in [
        ('a', 'àáâãäåāăąÀÁÂÃÄÅĀĂĄ'), ('c', 'çćĉċčÇĆĈĊČ'), ('d', 'ďđðĎĐÐ'), ('e', 'èéêëēĕėęěÈÉÊËĒĔĖĘĚ'),
        ('g', 'ĝğġģĜĞĠĢ'), ('h', 'ĥħĤĦ'), ('i', 'ìíîïĩīĭįıÌÍÎÏĨĪĬĮİ'), ('j', 'ĵĴ'), ('k', 'ķĶ'),
        ('l', 'ĺļľŀłĹĻĽĿŁ'), ('n', 'ñńņňÑŃŅŇ'), ('o', 'òóôõöøōŏőÒÓÔÕÖØŌŎŐ'), ('r', 'ŕŗřŔŖŘ'),
        ('s', 'śŝşšșŚŜŞŠȘ'), ('t', 'ţťŧțŢŤŦȚ'), ('u', 'ùúûüũūŭůűųÙÚÛÜŨŪŬŮŰŲ'), ('w', 'ŵŴ'), ('y', 'ýÿŷÝŸŶ'),
        ('z', 'źżžŹŻŽ'),
    ] -%}
        {%- for letter in accented -%} {%- do letters.append([letter, plain]) -%} {%- endfor -%}
    {%- endfor -%}
    {{ return(letters) }}
{% endmacro %}

{# The letters that Unicode decomposes into a plain letter and a mark. #}
{% macro letters_with_marks() -%}
    {{ accented_letters() | map('first') | reject('in', 'đðĐÐħĦıŀłĿŁøØŧŦ') | join }}
{%- endmacro %}

{% macro accent_translation() -%}
    {%- set accented = accented_letters() | map('first') | join -%}
    {%- set plain = accented_letters() | map('last') | join -%}
    '{{ accented }}',
    '{{ plain }}'
{%- endmacro %}
