{#
    Whether a row of a mapped file is a record of its entity. The declaration of the vendor
    decides by the words of row_kind and row_part: `keep` lists the only kinds to use, `drop` the
    kinds to ignore. Needs the joins of join_row_words.
#}
{% macro is_kept_row() -%}
    {%- for column in row_word_columns() -%}
        coalesce(
            {{ column }}_words.becomes,
            case when {{ column }}_chosen.system is null then 'keep' else 'drop' end
        )
        = 'keep'
        {%- if not loop.last %} and {% endif -%}
    {%- endfor -%}
{%- endmacro %}

{# `entity` is the table of raw_mapped, `alias` its name in the query; needs the CTEs row_words and row_choices. #}
{% macro join_row_words(entity, alias) -%}
    {%- for column in row_word_columns() -%}
        left join
            row_words as {{ column }}_words
            on {{ alias }}._system = {{ column }}_words.system
            and {{ alias }}._object = {{ column }}_words.object
            and {{ column }}_words.table_name = '{{ entity }}'
            and {{ column }}_words.column_name = '{{ column }}'
            and lower(trim({{ alias }}.{{ column }})) = {{ column }}_words.value_text
        left join
            row_choices as {{ column }}_chosen
            on {{ alias }}._system = {{ column }}_chosen.system
            and {{ alias }}._object = {{ column }}_chosen.object
            and {{ column }}_chosen.table_name = '{{ entity }}'
            and {{ column }}_chosen.column_name = '{{ column }}'
            {%- if not loop.last %} {% endif -%}
    {%- endfor -%}
{%- endmacro %}

{# The CTEs behind join_row_words. #}
{% macro row_word_ctes() -%}
    {%- set columns = row_word_columns() | join("', '") -%}
    row_words as (
        select * from {{ ref('int_vendor_words') }} where column_name in ('{{ columns }}')
    ),

    row_choices as (
        select distinct system, object, table_name, column_name
        from row_words
        where becomes = 'keep'
    )
{%- endmacro %}

{% macro row_word_columns() %} {{ return(['row_kind', 'row_part']) }}{% endmacro %}

{# Tables of raw_mapped with rows of more than one kind, among the vendors that were loaded. #}
{% macro tables_of_mixed_rows() %}
    {%- set values = source('raw_handoff', 'vendor_values') -%}
    {%- set found = [] -%}
    {%- if execute and load_relation(values) is not none -%}
        {%- set rows = run_query(
            "select distinct words.table_name from " ~ values ~ " as words"
            ~ " inner join " ~ source('raw_handoff', 'files') ~ " as files on words.vendor = files.vendor"
            ~ " where words.column_name in ('" ~ row_word_columns() | join("', '") ~ "')"
        ) -%}
        {%- for row in rows -%} {%- do found.append(row[0]) -%} {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{% endmacro %}
