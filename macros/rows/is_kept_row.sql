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

{#
    The joins for is_kept_row; needs the CTEs row_words and row_choices.

    alias            the rows in the query, with row_kind and row_part.
    entity           SQL for the table of raw_mapped that they belong to.
    system, object   their columns for these.
#}
{% macro join_row_words(alias, entity, system='_system', object='_object') -%}
    {%- for column in row_word_columns() -%}
        left join
            row_words as {{ column }}_words
            on {{ alias }}.{{ system }} = {{ column }}_words.system
            and {{ alias }}.{{ object }} = {{ column }}_words.object
            and {{ column }}_words.table_name = {{ entity }}
            and {{ column }}_words.column_name = '{{ column }}'
            and lower(trim({{ alias }}.{{ column }})) = {{ column }}_words.value_text
        left join
            row_choices as {{ column }}_chosen
            on {{ alias }}.{{ system }} = {{ column }}_chosen.system
            and {{ alias }}.{{ object }} = {{ column }}_chosen.object
            and {{ column }}_chosen.table_name = {{ entity }}
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
