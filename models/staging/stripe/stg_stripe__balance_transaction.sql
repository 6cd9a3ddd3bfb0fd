with
    source as (select * from {{ source('raw_stripe', 'balance_transaction') }}),

    final as (
        select
            source._system as system,
            {{ null_token('source.id') }} as record_id,
            {{ null_token('source.amount') }} as amount,
            {{ null_token('source.currency') }} as currency,
            source._file as source_file,
            source._row as source_row
        from source
        where {{ is_current() }} and source.id is not null
    )

select *
from final
