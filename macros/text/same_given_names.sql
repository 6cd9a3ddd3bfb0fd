{# Pairs of spellings of one given name, from the seed given_names: name, other. #}
{% macro same_given_names() %}
    select distinct
        {{ one_umlaut('near.spelling') }} as name, {{ one_umlaut('far.spelling') }} as other
    from
        (
            select given_name, short_name as spelling
            from {{ ref('given_names') }}
            union
            select given_name, given_name as spelling
            from {{ ref('given_names') }}
        ) as near
    inner join
        (
            select given_name, short_name as spelling
            from {{ ref('given_names') }}
            union
            select given_name, given_name as spelling
            from {{ ref('given_names') }}
        ) as far
        on near.given_name = far.given_name
    where near.spelling <> far.spelling
{% endmacro %}
