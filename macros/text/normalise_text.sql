{#
    A text for comparing: lower case, without accents, single spaces, trimmed. Folds a listed
    alphabet, so both engines agree; other scripts stay as they are.
#}
{% macro normalise_text(text) %}
    {{ return(adapter.dispatch('normalise_text')(text)) }}
{% endmacro %}

{% macro accent_alphabet() -%}
    {%- set accented = accented_letters() | map('first') | join -%}
    {%- set plain = accented_letters() | map('last') | join -%}
    '{{ accented }}',
    '{{ plain }}'
{%- endmacro %}

{# The letters of the alphabet that Unicode takes apart into a plain letter and a mark. #}
{% macro letters_with_marks() -%}
    {{ accented_letters() | map('first') | reject('in', 'đðĐÐħĦıŀłĿŁøØŧŦ') | join }}
{%- endmacro %}

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

{% macro duckdb__normalise_text(text) -%}
    case
        when {{ text }} is null
        then null
        when strlen({{ text }}) = length({{ text }}) and not contains({{ text }}, '  ')
        then trim(lower({{ text }}))
        {#- Listed letters made of a letter and a mark lose the mark: as translate does, at a quarter of its cost. #}
        when
            regexp_full_match({{ text }}, '[ -~{{ letters_with_marks() }}]*')
            and not contains({{ text }}, '  ')
        then trim(lower(strip_accents({{ text }})))
        else
            trim(
                regexp_replace(
                    lower(
                        replace(
                            replace(
                                replace(
                                    replace(
                                        translate({{ text }}, {{ accent_alphabet() }}), 'ß', 'ss'
                                    ),
                                    'æ',
                                    'ae'
                                ),
                                'Æ',
                                'ae'
                            ),
                            'œ',
                            'oe'
                        )
                    ),
                    '[ ]+',
                    ' ',
                    'g'
                )
            )
    end
{%- endmacro %}

{% macro spark__normalise_text(text) -%}
    trim(
        regexp_replace(
            lower(
                replace(
                    replace(
                        replace(
                            replace(translate({{ text }}, {{ accent_alphabet() }}), 'ß', 'ss'),
                            'æ',
                            'ae'
                        ),
                        'Æ',
                        'ae'
                    ),
                    'œ',
                    'oe'
                )
            ),
            '[ ]+',
            ' '
        )
    )
{%- endmacro %}
