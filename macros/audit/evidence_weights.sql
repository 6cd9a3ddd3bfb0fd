{# One row: <name>_weight and <name>_words of every kind of evidence on a subject. #}
{% macro evidence_weights(subject, names) %}
    select
        {%- for name in names %}
            cast(
                max(case when evidence = '{{ name }}' then weight end) as decimal(9, 1)
            ) as {{ name }}_weight,
            max(
                case when evidence = '{{ name }}' then words end
            ) as {{ name }}_words{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('duplicate_evidence') }}
    where subject = '{{ subject }}'
{% endmacro %}
